"""The MCP server itself: the tools of `mcp_tools` over the official SDK.

Each request stands alone: no session ties a client to one of several workers.
"""

from __future__ import annotations

from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ToolShown
from starlette.types import Receive, Scope, Send

from assistant.api.fields import plain_name
from assistant.api.mcp_tools import TOOLS
from assistant.api.service import Service

_NAMES = ("127.0.0.1", "localhost", "[::1]")
_HERE = TransportSecuritySettings(
    # A page from elsewhere whose name was made to point at this machine is not this machine's person.
    allowed_hosts=[*_NAMES, *(f"{name}:*" for name in _NAMES)],
    allowed_origins=[origin for name in _NAMES for origin in (f"http://{name}", f"http://{name}:*")],
)


async def serve(service: Service, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    manager = StreamableHTTPSessionManager(
        _server(service), stateless=True, json_response=True, security_settings=_HERE
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)


def _server(service: Service) -> Server[Any]:
    async def list_tools(context: ServerRequestContext[Any], params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[*_SHOWN])

    async def call_tool(context: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"没有名为 {plain_name(params.name)} 的工具；可用的有 {'、'.join(TOOLS)}")
        told = await tool.call(service, params.arguments or {})
        text = TextContent(type="text", text=told.text)
        return CallToolResult(content=[text], structured_content=told.data, is_error=told.failed)

    return Server(
        "policy-hotline",
        title="12345 热线医保政策助手",
        instructions="回答医保政策问题并给出处；金额由规则精确计算，请原样转述，不要自己改算。",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


_SHOWN = [
    ToolShown(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )
    for name, tool in TOOLS.items()
]
