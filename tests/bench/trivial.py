"""The least that a FastAPI route can do: the floor that the load bench compares with."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Said(BaseModel):
    message: str


@app.get("/")
async def there() -> dict[str, str]:
    """Whether it is up."""
    return {"status": "ok"}


@app.post("/")
async def echo(said: Said) -> dict[str, str]:
    """What was said."""
    return {"message": said.message}
