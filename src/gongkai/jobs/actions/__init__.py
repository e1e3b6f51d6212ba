"""Asking for jobs and deliveries (`asking`), running them (`running`), handing out the outbox (`delivering`)."""

from gongkai.jobs.actions.asking import NotYours, enqueue, put, put_many, request_stop, resume

__all__ = ["NotYours", "enqueue", "put", "put_many", "request_stop", "resume"]
