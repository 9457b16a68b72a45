FROM a
RUN x \
  yz
CMD ["a"]
