# The server as an image: docker build -t policy-hotline .
# On the way only the build stage has a network; the image holds the product and its built knowledge index.
FROM python:3.11-slim-bookworm AS build

# For a mirror or for a torch without CUDA from an index of its own; pip's own variables.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL

WORKDIR /src
RUN python -m venv /opt/hotline
COPY constraints.txt ./
ENV PIP_CONSTRAINT=/src/constraints.txt PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Long to install and seldom changed, so it comes before the code, and by its exact version.
RUN /opt/hotline/bin/pip install torch
COPY pyproject.toml README.md LICENSE ./
COPY knowledge ./knowledge
COPY assistant ./assistant
COPY eval ./eval
RUN /opt/hotline/bin/pip install .
RUN HOTLINE_HOME=/home/hotline/data /opt/hotline/bin/hotline knowledge build


FROM python:3.11-slim-bookworm

RUN useradd --uid 10001 --home-dir /home/hotline --shell /usr/sbin/nologin hotline
COPY --from=build /opt/hotline /opt/hotline
COPY --from=build --chown=10001:10001 /home/hotline/data /home/hotline/data

ENV PATH=/opt/hotline/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOTLINE_HOME=/home/hotline/data
USER 10001:10001
WORKDIR /home/hotline
# All state; a volume here outlives the container. Everything else may be read-only, with a tmpfs on /tmp.
VOLUME /home/hotline/data
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["hotline"]
CMD ["serve", "--host", "127.0.0.1", "--port", "8000", "--workers", "2"]
