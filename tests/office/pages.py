"""Filling in pages as a person would: read the form, change some fields, send it."""

import lxml.html
from django.urls import reverse

from gongkai.disclosure.models import Item


def url(name, *args):
    return reverse(f"office:{name}", args=args)


def form_data(client, item_id):
    """The editor's form as the page shows it."""
    form = client.get(url("item_edit", item_id)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value is not None}


def send_editor(client, item_id, data=None, **changes):
    data = {**(data or form_data(client, item_id)), **changes}
    return client.post(url("item_edit", item_id), data)


def begin(client, kind="notice", **more):
    answer = client.post(url("item_new"), {"kind": kind, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return Item.objects.latest("id").pk


def words(answer):
    """All text of a page, and the messages that wait for the next one."""
    return answer.content.decode()


def press_enter(client, page, line, written):
    """Write into a line of a page and press Enter there: browsers press the first button of its form."""
    root = lxml.html.fromstring(client.get(page).content)
    (form,) = [form for form in root.forms if line in form.fields]
    form.fields[line] = written
    button = form.xpath(".//button[not(@type) or @type='submit']")[0]
    data = {**dict(form.form_values()), button.get("name", ""): button.get("value", "")}
    return client.post(form.action or page, data)
