"""Log-in, log-out and passwords: allauth's views with our pages, our answers, and text that is never lost."""

from typing import Any

from allauth.account import views
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.config.environment import ENVIRONMENT
from requite.identity.actions.register_organisation import has_organisation
from requite.identity.queries import list_demo_users
from requite.web.screens.entrance_kept import offer_again, read_kept
from requite.web.toasts import with_toast


class Answers:
    """A refused form answers 422; faults go to the template, a sentence a field, "" for the whole form."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again with what was typed."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the faults by field."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context.get("form")
        found = form.errors if isinstance(form, BaseForm) and form.is_bound else {}
        context["errors"] = {
            "" if name == "__all__" else name: " ".join(str(fault) for fault in faults)
            for name, faults in found.items()
        }
        return context


class LogIn(Answers, views.LoginView):  # type: ignore[misc]
    """Log in. Text that came with it, from a form that was sent too late, is offered again right after."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Before there is a company, there is nobody to log in."""
        if not has_organisation():
            return HttpResponseRedirect(reverse("start"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        """Go where one wanted to go, or back to the text."""
        response: HttpResponseBase = super().form_valid(form)
        kept = read_kept(self.request.POST.get("kept", ""))
        if kept and self.request.user.is_authenticated and 300 <= response.status_code < 400:
            return offer_again(self.request, kept)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what the page shows."""
        context = super().get_context_data(**kwargs)
        post = self.request.POST
        kept = post.get("kept", "")
        return {
            **context,
            "action": reverse("account_login"),
            "kept": kept if read_kept(kept) else "",
            "following": context.get("redirect_field_value") or "",
            "typed": post.get("login", ""),
            "demo": list_demo_users() if ENVIRONMENT.demo else (),
        }


class LogOut(views.LogoutView):  # type: ignore[misc]
    """Log out, after a question when it was only a link."""


class ChangePassword(Answers, views.PasswordChangeView):  # type: ignore[misc]
    """A new password for somebody who is in. Their other sessions end; this one goes on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who has no password yet gets one by mail."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_success_url(self) -> str:
        """Back to one's settings."""
        return reverse("profile")

    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        """Say there that it is kept."""
        response: HttpResponseBase = super().form_valid(form)
        return with_toast(
            self.request, response, _("Your new password is kept. Other browsers are logged out.")
        )


class ResetPassword(Answers, views.PasswordResetView):  # type: ignore[misc]
    """Ask for a link. The answer is the same whether the address is known or not."""


class ResetPasswordSent(views.PasswordResetDoneView):  # type: ignore[misc]
    """Look into your mail."""


class NewPassword(Answers, views.PasswordResetFromKeyView):  # type: ignore[misc]
    """The link of the mail: a new password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A link that doesn't work any more says so."""
        return {"token_fail": False, **super().get_context_data(**kwargs)}


class NewPasswordDone(views.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """It is kept; log in with it."""


def no_sign_up(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """Nobody makes a log-in by themselves: to the log-in page. The name is one that allauth looks up."""
    return HttpResponseRedirect(reverse("account_login"))
