# check=skip=JSONArgsRecommended
ARG VERSION=3.12
FROM python:${VERSION}-slim AS build

# the wheel
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install --no-cache-dir \
      # two of them
      wheel \
      build

COPY <<EOF <<-'TABS' /etc/app/
name = $NAME
EOF
	kept $NAME
	TABS
RUN <<EOF
set -e
echo "# not a comment" \
  && ls
EOF

FROM build
ENV A=1 B="two words" C=three\ words
ENV OLD form of it
LABEL org.example.title='x "y"' \
      org.example.empty=
ONBUILD RUN <<EOF
echo later
EOF
HEALTHCHECK --interval=30s --timeout=3s CMD ["true"]
CMD python -m app
