# docker build -t sales-bonus-close . && docker run --rm -v "$PWD/input:/app/input:ro" -v "$PWD/output:/app/output" sales-bonus-close
FROM debian:12-slim
RUN apt-get update -q && apt-get install -y -q --no-install-recommends \
        make python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make setup
ENTRYPOINT ["make"]
CMD ["close"]
