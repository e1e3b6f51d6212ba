"""One item from filing to the public through the pages, each step by another person."""

from django.urls import reverse

from gongkai.disclosure.models import Item, ReviewStep


def post_draft(client, item_id, **changes):
    """What the editor sends: the form as it stands with some fields changed."""
    page = client.get(reverse("office:item_edit", args=[item_id]))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data.update(changes)
    return client.post(reverse("office:item_edit", args=[item_id]), data)


def begin(client, kind="notice"):
    answer = client.post(reverse("office:item_new"), {"kind": kind})
    assert "edit" in answer.url
    return Item.objects.latest("id").pk


def test_a_notice_goes_from_the_officer_to_the_public_in_five_steps(cast, client_of):
    officer = client_of("agri.officer")
    item_id = begin(officer)
    answer = post_draft(
        officer,
        item_id,
        title="关于公布动物防疫咨询电话的公告",
        topic_id=str(cast.topics["open_work"]),
        body_html="动物防疫咨询电话自即日起开通。",
        signed_on="2026-11-18",
        go="submit",
    )
    assert answer.status_code == 302
    assert cast.item(item_id).state == "in_review"
    while cast.item(item_id).state == "in_review":
        client = client_of(cast.reviewer(item_id))
        inbox = client.get(reverse("office:inbox", args=["review"]))
        assert "关于公布动物防疫咨询电话的公告" in inbox.content.decode()
        desk = client.get(reverse("office:desk", args=[item_id]))
        assert desk.context["d"].may_decide
        step = ReviewStep.objects.get(review__item=item_id, state="open")
        client.post(reverse("office:pass_step", args=[item_id, step.pk]), {"comment": "同意"})
    item = cast.item(item_id)
    assert item.state == "published"
    assert "<p>动物防疫咨询电话自即日起开通。</p>" in item.public_version.body_html
