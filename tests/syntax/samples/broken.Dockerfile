from scratch
FORM x
ENV A
RUN <<X
never closed

COPY "a b
RUN \

