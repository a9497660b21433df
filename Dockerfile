# The same uv as in the Makefile (a test compares them).
FROM python:3.12-slim AS installed
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-cache --python /usr/local/bin/python

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin countersign \
    && install --directory --owner countersign /data
WORKDIR /app
COPY --from=installed /app/.venv .venv
COPY migrations migrations
COPY models models
COPY bot bot
COPY handlers handlers
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/countersign.db
VOLUME /data
USER countersign
STOPSIGNAL SIGTERM
# Without PORT there is no page to ask; the process being alive is all that can be known then.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as r; p = os.environ.get('PORT'); p and r.urlopen(f'http://127.0.0.1:{p}/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
