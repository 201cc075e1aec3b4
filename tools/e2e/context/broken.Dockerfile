FROM scratch
ARG TOPIC
ARG VALUE
COPY this-file-does-not-exist /content
