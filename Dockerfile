# Palimpsest's images, from the checkout: docker build --target launcher -t palimpsest-launcher .
# Targets: launcher, flink, dataflow, trainer, trainer-cuda, dataflow-cuda; docs/images.md describes
# them. By number users can be told from root by a cluster that lets no root in.

# Bases by version; to pin bytes too, give NAME:TAG@sha256:DIGEST by --build-arg.
ARG MAVEN_IMAGE=maven:3.9.9-eclipse-temurin-17
ARG JAVA_IMAGE=eclipse-temurin:17.0.15_6-jre-jammy
ARG FLINK_IMAGE=flink:1.19.3-java17
ARG BEAM_IMAGE=apache/beam_java17_sdk:2.70.0
ARG PYTHON_IMAGE=python:3.12.8-slim-bookworm
ARG CUDA_IMAGE=nvidia/cuda:12.8.1-base-ubuntu22.04

# The jars: native libraries, fonts and the quickstart's corpus are in them.
FROM ${MAVEN_IMAGE} AS build
WORKDIR /opt/palimpsest
COPY . .
RUN mvn -B -ntp -Dmaven.test.skip=true package

# The command alone: what it needs at run time, owned by root and written to by no one.
FROM scratch AS command
COPY --from=build /opt/palimpsest/palimpsest /opt/palimpsest/palimpsest
COPY --from=build /opt/palimpsest/pipelines/workflows /opt/palimpsest/pipelines/workflows
COPY --from=build /opt/palimpsest/pipelines/target/palimpsest-pipelines.jar /opt/palimpsest/pipelines/target/palimpsest-pipelines.jar
COPY --from=build /opt/palimpsest/pipelines/target/lib /opt/palimpsest/pipelines/target/lib

# Runs workflows: on embedded Flink, or as the client of a cluster or of Dataflow.
FROM ${JAVA_IMAGE} AS launcher
COPY --from=command /opt/palimpsest /opt/palimpsest
RUN ln -s /opt/palimpsest/palimpsest /usr/local/bin/palimpsest \
    && useradd --create-home --uid 10001 palimpsest \
    && install -d -o palimpsest /data \
    # Loaded classes in an archive: everything starts in half the time.
    && PALIMPSEST_JAVA_OPTS="-Xmx2g -XX:ArchiveClassesAtExit=/opt/palimpsest/pipelines/target/palimpsest.jsa" \
       palimpsest run /opt/palimpsest/pipelines/workflows/quickstart.yaml --workspace /tmp/warm-up --to shuffle --set corpus.limit=20 \
    && rm -rf /tmp/warm-up
USER 10001
WORKDIR /data
ENTRYPOINT ["palimpsest"]

# Trains: the launcher with libtorch unpacked, where it is found at the start of every process.
FROM launcher AS trainer
# hadolint ignore=DL3066
USER root
ENV DJL_CACHE_DIR=/opt/djl
RUN palimpsest run /opt/palimpsest/pipelines/workflows/quickstart.yaml --workspace /tmp/warm-up --to pretrain --set corpus.limit=20 --set pretrain.steps=1 \
    && rm -rf /tmp/warm-up
USER 10001

# Flink's JobManager and TaskManager, by the entry point of Flink's own image.
FROM ${FLINK_IMAGE} AS flink
COPY --from=command /opt/palimpsest /opt/palimpsest
COPY --from=trainer /opt/djl /opt/djl
ENV DJL_CACHE_DIR=/opt/djl
USER 9999

# A worker of Dataflow, by the entry point of Beam's own image. Dataflow mounts directories of root
# into it, so root it is.
FROM ${BEAM_IMAGE} AS dataflow
COPY --from=trainer /opt/djl /opt/djl
ENV DJL_CACHE_DIR=/opt/djl

# libtorch for GPUs. DJL publishes no CUDA libraries of PyTorch 2.7.1 as a Maven artifact; those of
# PyPI's torch are the same code, and NVIDIA's libraries that it was built with come along.
FROM ${PYTHON_IMAGE} AS torch
RUN pip install --no-cache-dir --target /opt/torch torch==2.7.1

# Trains on GPUs, with the machine's own driver. Not tried: no GPU was at hand.
FROM ${CUDA_IMAGE} AS trainer-cuda
COPY --from=launcher /opt/java/openjdk /opt/java/openjdk
COPY --from=torch /opt/torch /opt/torch
COPY --from=command /opt/palimpsest /opt/palimpsest
ENV JAVA_HOME=/opt/java/openjdk \
    PYTORCH_LIBRARY_PATH=/opt/torch/torch/lib \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=cu128
RUN ln -s /opt/palimpsest/palimpsest /usr/local/bin/palimpsest \
    && useradd --create-home --uid 10001 palimpsest \
    && install -d -o palimpsest /data
USER 10001
WORKDIR /data
ENTRYPOINT ["palimpsest"]

# A worker of Dataflow with a GPU: Beam's harness on the image above.
FROM trainer-cuda AS dataflow-cuda
COPY --from=dataflow /opt/apache/beam /opt/apache/beam
# hadolint ignore=DL3002,DL3066
USER root
ENTRYPOINT ["/opt/apache/beam/boot"]
