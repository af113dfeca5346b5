from django import forms

from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.samples import SampleForm
from wellrun.platform.ui.tests.drawing import draw


class Note(KitForm):
    subject = forms.CharField(label="Subject", error_messages={"required": "Say what this is about."})
    body = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    phone = forms.CharField(
        label="Phone", widget=forms.TextInput(attrs={"autocomplete": "tel"}), required=False
    )


def test_every_text_is_bounded():
    form = Note({"subject": "a" * 201, "body": "b" * 4001})
    assert form.errors["subject"] == ["Use at most 200 characters; this has 201."]
    assert form.errors["body"] == ["Use at most 4000 characters; this has 4001."]
    assert 'maxlength="4000"' in str(form["body"])


def test_what_is_missing_is_asked_for_by_name():
    errors = SampleForm({}).errors
    assert errors["family_name"] == ["Fill in “Family name”."]
    assert errors["payer"] == ["Choose “Payer”."]


def test_the_author_of_a_form_has_the_last_word():
    assert Note({}).errors["subject"] == ["Say what this is about."]


def test_the_browser_remembers_nothing_unless_told():
    form = Note()
    assert 'autocomplete="off"' in str(form["subject"])
    assert 'autocomplete="tel"' in str(form["phone"])


def test_a_refusal_is_tied_to_its_field():
    form = SampleForm({"birth_on": "4/7/2062"}, auto_id="x_%s")
    drawn = draw("{% field form.birth_on %}", form=form)
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="x_birth_on_error"' in drawn
    assert 'id="x_birth_on_error"' in drawn
    assert "Apr 7, 2062 is in the future. Check the year." in drawn


def test_help_and_required_mark_are_drawn_with_the_label():
    form = SampleForm(auto_id="x_%s")
    assert 'aria-describedby="x_mobile_helptext"' in draw("{% field form.mobile %}", form=form)
    name = draw("{% field form.family_name %}", form=form)
    assert '<label class="field-label" for="x_family_name">' in name
    assert "field-required" in name
    assert " required" in name


def test_choices_stand_in_a_fieldset_and_widgets_have_their_looks():
    form = SampleForm()
    assert "<legend>Best way to reach" in draw("{% field form.contact_by %}", form=form)
    assert 'class="form-select"' in draw("{% field form.payer %}", form=form)
    assert 'class="form-check-input"' in draw("{% field form.interpreter %}", form=form)
    assert 'class="form-control money-input"' in draw("{% field form.copay_cents %}", form=form)


def test_forms_of_other_packages_get_the_same_looks():
    class Foreign(forms.Form):
        login = forms.CharField(label="User name")

    assert 'class="form-control"' in draw("{{ form }}", form=Foreign())


def test_the_errors_of_a_form_link_to_their_fields():
    form = SampleForm({"family_name": "Rivera", "birth_on": "4/7/1962", "contact_by": "text"}, auto_id="x_%s")
    drawn = draw("{% form_errors form %}", form=form)
    assert "Not saved: 1 field to mend." in drawn
    assert '<a href="#x_payer">Payer</a>' in drawn
    assert draw("{% form_errors form %}", form=SampleForm()) == ""


def test_markup_in_what_was_typed_stays_text():
    class Remark(KitForm):
        remark = PlainTextField(label="Remark", max_length=5)

    drawn = draw("{% field form.remark %}", form=Remark({"remark": "<script>alert(1)</script>"}))
    assert "<script>" not in drawn
