"""`wellrun hl7 listen`: taking hospitals' scheduling messages."""

from __future__ import annotations

import asyncio
import uuid

import typer

from wellrun.cli.program import load_program, notes, organizations, stop

app = typer.Typer(help="Messages with hospitals (HL7 version 2).", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Messages with hospitals (HL7 version 2)."""


@app.command()
def listen(
    port: int = typer.Option(2575, min=1, max=65535, help="Where to listen for messages."),
    address: str = typer.Option("127.0.0.1", help="Which address to listen on."),
    demo: bool = typer.Option(False, "--demo", help="For the demo practice."),
) -> None:
    """Listen for scheduling messages of hospitals until Ctrl-C. Each is kept before it is answered."""
    load_program(demo=demo)
    found = organizations()
    if len(found) != 1:
        stop(f"There are {len(found)} organizations in this database; messages are taken for one.")
    notes.print(f"Listening for hospitals on {address}:{port}.")
    try:
        asyncio.run(_serve(found[0], address, port))
    except KeyboardInterrupt:
        notes.print("No longer listening.")
    except OSError as taken:
        stop(f"{address}:{port} cannot be listened on: {taken}")


async def _serve(organization_id: uuid.UUID, address: str, port: int) -> None:
    from django.db import close_old_connections

    from wellrun.platform.clock import now
    from wellrun.practice.exchange.api import serve_messages
    from wellrun.practice.procedures.api import receive_message

    def answer(content: bytes) -> bytes:
        close_old_connections()
        try:
            return receive_message(content=content, organization_id=organization_id, at=now())
        finally:
            close_old_connections()

    server = await serve_messages(address, port, answer)
    async with server:
        await server.serve_forever()
