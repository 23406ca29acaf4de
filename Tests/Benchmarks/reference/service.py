"""An API as many a house writes it: FastAPI, asyncpg and uvicorn with uvloop, one process. It answers one app from one
table to whoever shows a token that it knows; tokens are looked up by their hash and remembered for a second."""

import asyncio
import hashlib
import json
import os
import socket
import time
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import uvicorn
import uvloop
from fastapi import Depends, FastAPI, Header, HTTPException

COLUMNS = [
    ("id", "uuid"), ("project_id", "uuid"), ("project_name", "text"), ("name", "text"), ("source", "jsonb"), ("build", "jsonb"),
    ("run", "jsonb"), ("host", "text"), ("url", "text"), ("status", "text"), ("config", "integer"), ("latest_deployment", "jsonb"),
    ("current_deployment_id", "uuid"), ("instances", "integer"), ("held_commit", "text"), ("created_at", "text"), ("updated_at", "text"),
]
NAMES = [name for name, _ in COLUMNS]
known = {}


@asynccontextmanager
async def life(api):
    async def prepare(connection):
        await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")

    async with asyncpg.create_pool(min_size=8, max_size=8, init=prepare) as pool:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
        await pool.execute(f"CREATE TABLE apps ({columns}, PRIMARY KEY (id))")
        await pool.execute("CREATE TABLE tokens (hash bytea PRIMARY KEY, account uuid NOT NULL)")
        told = json.loads(os.environ["BENCH_APP"])
        await pool.execute(
            f"INSERT INTO apps ({', '.join(NAMES)}) VALUES ({', '.join(f'${place + 1}' for place in range(len(NAMES)))})",
            *[told.get(name) for name in NAMES])
        await pool.execute("INSERT INTO tokens VALUES ($1, gen_random_uuid())", hashed(os.environ["BENCH_TOKEN"]))
        api.state.pool = pool
        yield


def hashed(token):
    return hashlib.sha256(token.encode()).digest()


api = FastAPI(lifespan=life)


async def account(authorization: str = Header()):
    kind, _, token = authorization.partition(" ")
    digest = hashed(token)
    now = time.monotonic()
    found = known.get(digest)
    if not found or found[1] < now:
        row = await api.state.pool.fetchrow("SELECT account FROM tokens WHERE hash = $1", digest)
        if kind.lower() != "bearer" or not row:
            raise HTTPException(401)
        found = known[digest] = (row["account"], now + 1)
    return found[0]


@api.get("/api/v1/apps/{app}")
async def get_app(app: UUID, _: UUID = Depends(account)):
    row = await api.state.pool.fetchrow(f"SELECT {', '.join(NAMES)} FROM apps WHERE id = $1", app)
    if not row:
        raise HTTPException(404)
    return dict(row)


async def main():
    door = socket.create_server(("127.0.0.1", 0), backlog=256)
    server = uvicorn.Server(uvicorn.Config(api, loop="uvloop", http="httptools", access_log=False, log_level="warning"))
    serving = asyncio.ensure_future(server.serve(sockets=[door]))
    while not server.started:
        if serving.done():
            return await serving
        await asyncio.sleep(0.05)
    print(f"ready {door.getsockname()[1]}", flush=True)
    await serving


if __name__ == "__main__":
    uvloop.run(main())
