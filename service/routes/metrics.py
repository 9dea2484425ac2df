"""GET /metrics."""

from __future__ import annotations

from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from service.deps import NoParameters, SettingsDep
from service.errors import LOCAL_RESPONSES, files
from service.metrics.exposition import exposition

router = APIRouter(tags=["service"])

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")  # whoever asks through a proxy is not this machine


@router.get(
    "/metrics",
    responses=files("text/plain") | LOCAL_RESPONSES,
    response_class=Response,
    dependencies=[NoParameters],
    summary="Numbers for Prometheus",
)
def metrics(request: Request, settings: SettingsDep) -> Response:
    """Requests, latencies, stages, the generation; 404 for other machines unless the settings open it to them."""
    if settings.metrics == "local" and not _is_local(request):
        raise HTTPException(404)
    text = exposition(request.app.state.measures, request.app.state.runtime)
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def _is_local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
