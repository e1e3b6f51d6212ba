"""`gongkai serve`: web and worker together; a ready line when both answer, a clean stop on SIGTERM."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import FrameType

import typer
from django.utils import timezone

from gongkai.cli.installing import prepare
from gongkai.cli.output import LATER, say, stop
from gongkai.disclosure.queries.staffing import staffing_gaps
from gongkai.jobs.worker import run_worker

READY_SECONDS = 60
STOP_SECONDS = 15


def serve(
    port: int = typer.Option(8000, "--port", min=1, max=65535),
    host: str = typer.Option("127.0.0.1", "--host", help="只对本机开放；前面有代理时才改"),
    workers: int = typer.Option(2, "--workers", min=1, max=64, help="网页进程数"),
) -> None:
    """启动网站和后台任务；就绪后在标准错误打印一行“就绪”，收到 SIGTERM 干净地停下。

    例：gongkai serve --port 8000
    """
    prepare()
    for gap in staffing_gaps(today=timezone.localdate())[:10]:
        say(f"注意：{gap.words}")
    web = _start_web(host, port, workers)
    stopping = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda number, frame: _ask_to_stop(stopping, number, frame))
    worker = threading.Thread(target=run_worker, args=(stopping,), name="worker")
    worker.start()
    try:
        if not _wait_until_ready(web, host, port, stopping):
            stopping.set()
            stop(f"{port} 端口没有应答，看看是不是被别的程序占用了。", LATER)
        if not stopping.is_set():
            say(f"就绪 http://{host}:{port}/  办公入口 http://{host}:{port}/office/")
        while not stopping.is_set() and web.poll() is None:
            stopping.wait(0.5)
    finally:
        stopping.set()
        _stop_web(web)
        worker.join(timeout=STOP_SECONDS)
    say("已停下。")


def _start_web(host: str, port: int, workers: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "2", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5", "gongkai.wsgi:application",
    ]  # fmt: skip
    # Dies with us: a killed parent must not leave a web server behind that writes without a worker.
    return subprocess.Popen(
        command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "gongkai.settings"}, preexec_fn=_die_with_parent
    )


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _ask_to_stop(stopping: threading.Event, number: int, frame: FrameType | None) -> None:
    stopping.set()


def _wait_until_ready(web: subprocess.Popen[bytes], host: str, port: int, stopping: threading.Event) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and web.poll() is None and not stopping.is_set():
        try:
            with socket.create_connection((host, port), timeout=1) as link:
                link.sendall(f"GET /healthz HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
                if link.recv(16).startswith(b"HTTP/1"):
                    return True
        except OSError:
            pass
        time.sleep(0.1)
    return stopping.is_set()


def _stop_web(web: subprocess.Popen[bytes]) -> None:
    if web.poll() is None:
        web.terminate()
        try:
            web.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            web.kill()
            web.wait()
