"""The pages of the second factor, and sign-in and sign-out as far as Django's are not enough."""

from functools import wraps

from django.contrib import admin, messages
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as show_factor

from segregation_site.signin import attempts, authenticator, factors, forms, limits, recovery_codes
from segregation_site.signin.lockout import too_many_attempts
from segregation_site.signin.log import (
    CODES_MADE,
    FACTOR_ADDED,
    FACTOR_FAILED,
    FACTOR_REPLACED,
    FACTOR_RESET,
    FACTOR_VERIFIED,
    REAUTHENTICATED,
    keep,
    record,
)
from segregation_site.signin.sessions import end_sessions

KEY = "factor_key"


def page(request, template, title, **context):
    shared = admin.site.each_context(request)
    return render(request, f"admin/signin/{template}.html", {**shared, "title": title, **context})


def next_page(request):
    """Where the user was going, if that is on this site; else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("admin:index")


def by_password(view):
    """For who has given a password, whether or not a second factor was shown."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated and request.user.is_staff:
            return view(request, *args, **kwargs)
        return redirect_to_login(next_page(request), reverse("admin:login"))

    return require_http_methods(["GET", "HEAD", "POST"])(
        sensitive_post_parameters("password", "code")(wrapped)
    )


def freshly(view):
    """For who has shown password and factor in the last ten minutes; others show them again."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if limits.is_fresh(request.session, request.moment.at):
            return view(request, *args, **kwargs)
        wanted = request.path if request.method == "GET" else reverse("admin:factor")
        return redirect_to_login(wanted, reverse("admin:factor_confirm"))

    return wrapped


# --- showing the factor --------------------------------------------------------------------------


@by_password
def factor_verify(request):
    """The second step of signing in: a code from the app, or a recovery code."""
    user, recovery = request.user, "reserv" in request.GET
    if user.is_verified():
        return HttpResponseRedirect(next_page(request))
    if factors.app_of(user) is None:
        return redirect_to_login(next_page(request), reverse("admin:factor_add"))
    device = factors.device_of(user, recovery)
    form = (forms.RecoveryCodeForm if recovery else forms.AppCodeForm)(request.POST or None)
    if form.is_valid():
        if wait := wait_for(request, device):
            return too_many_attempts(request, wait)
        if opens(request, device, form):
            request.session.cycle_key()
            show_factor(request, device)
            limits.freshen(request.session)
            if recovery:
                tell_codes_left(request)
            return HttpResponseRedirect(next_page(request))
    context = {
        "form": form,
        "recovery": recovery,
        "has_passkeys": factors.passkeys_of(user).exists(),
        "next": next_page(request),
    }
    return page(request, "verify", _("Bekräfta att det är du"), **context)


@by_password
def factor_confirm(request):
    """Password and factor again, before the factor is changed."""
    user, recovery = request.user, "reserv" in request.GET
    has_app = factors.app_of(user) is not None
    device = factors.device_of(user, recovery) if has_app else None
    form = forms.confirm_form(has_app, recovery)(request.POST or None)
    if form.is_valid():
        if has_app and (wait := wait_for(request, device)):
            return too_many_attempts(request, wait)
        if knows_password(request, form) and (not has_app or opens(request, device, form)):
            request.session.cycle_key()
            if device is not None:
                show_factor(request, device)
            limits.note(request.session, limits.FRESH_AT, request.moment.at)
            record(REAUTHENTICATED, request, user=user)
            return HttpResponseRedirect(next_page(request))
    context = {"form": form, "recovery": recovery, "has_app": has_app, "next": next_page(request)}
    return page(request, "confirm", _("Logga in på nytt"), **context)


def wait_for(request, device):
    """How long the user must wait before another try, which is then not made; None if not."""
    wait = device and attempts.wait_for(device, request.moment.at)
    if wait:
        record(FACTOR_FAILED, request, user=request.user, reason="too_many")
    return wait


def opens(request, device, form):
    """Whether the form's code opens the device; if not, the form says so."""
    if device is not None and attempts.try_code(request.user, device, form.cleaned_data["code"]):
        record(FACTOR_VERIFIED, request, user=request.user, factor=device.name)
        return True
    record(FACTOR_FAILED, request, user=request.user, reason="wrong")
    form.add_error("code", forms.WRONG)
    return False


def knows_password(request, form):
    """Asked of the backends, so that guessing is counted here too."""
    name, password = request.user.get_username(), form.cleaned_data["password"]
    if authenticate(request, username=name, password=password) is not None:
        return True
    form.add_error("password", _("Lösenordet stämmer inte."))
    return False


def tell_codes_left(request):
    left = factors.codes_left(request.user)
    text = ngettext(
        "Du har %(left)s återställningskod kvar.", "Du har %(left)s återställningskoder kvar.", left
    )
    messages.warning(request, text % {"left": left})


# --- keeping the factor --------------------------------------------------------------------------


def factor(request):
    """What the user has, and what can be done about it."""
    return page(
        request,
        "factor",
        _("Säker inloggning"),
        app=factors.app_of(request.user),
        codes_left=factors.codes_left(request.user),
        passkeys=factors.passkeys_of(request.user),
        is_fresh=limits.is_fresh(request.session, request.moment.at),
    )


@by_password
def factor_add(request):
    """The first app by password alone; another in its place only after both are shown again."""
    if factors.app_of(request.user) is None:
        return add_app(request, FACTOR_ADDED)
    if not request.user.is_verified():
        return redirect_to_login(request.path, reverse("admin:factor_verify"))
    return freshly(add_app)(request, FACTOR_REPLACED)


def add_app(request, event):
    user = request.user
    key = request.session.setdefault(KEY, authenticator.new_key())
    form = forms.AppCodeForm(request.POST or None)
    if form.is_valid():
        device = authenticator.put_app(user, key, form.cleaned_data["code"])
        if device is not None:
            del request.session[KEY]
            record(event, request, user=user, factor="app")
            keep(event, by=user, account=user, at=request.moment.at)
            if event == FACTOR_ADDED:
                limits.freshen(request.session)
            return new_codes(request, device)
        record(FACTOR_FAILED, request, user=user, reason="wrong_when_adding")
        form.add_error("code", forms.WRONG)
    return page(
        request,
        "add",
        _("Lägg till en inloggningsapp"),
        form=form,
        qr=authenticator.qr_code(user, key),
        key=authenticator.spoken_key(key),
        next=next_page(request),
    )


@require_POST
@freshly
def factor_codes(request):
    """Ten new recovery codes in place of the old."""
    device = factors.app_of(request.user)
    if device is None:
        return redirect("admin:factor")
    return new_codes(request, device)


def new_codes(request, device):
    """Shown in the answer itself: nowhere else can they be read again."""
    codes = recovery_codes.make_recovery_codes(request.user)
    record(CODES_MADE, request, user=request.user)
    keep(CODES_MADE, by=request.user, account=request.user, at=request.moment.at)
    request.session.cycle_key()
    show_factor(request, device)
    end_sessions(request.user, but=request.session.session_key)
    return page(
        request, "codes", _("Dina återställningskoder"), codes=codes, next=next_page(request)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def factor_reset(request, pk):
    """An administrator takes away the factor of someone who has lost it, and every session."""
    account = get_object_or_404(get_user_model(), pk=pk)
    if not factors.may_reset(request.user, account):
        raise PermissionDenied
    return freshly(reset)(request, account)


def reset(request, account):
    if request.method == "POST":
        factors.take_away(account)
        ended = end_sessions(account)
        name = account.get_username()
        record(FACTOR_RESET, request, user=request.user, of=name, sessions_ended=ended)
        keep(FACTOR_RESET, by=request.user, account=account, at=request.moment.at)
        messages.success(
            request, _("Den säkra inloggningen för %(account)s är återställd.") % {"account": name}
        )
        return redirect("admin:auth_user_change", account.pk)
    return page(
        request,
        "reset",
        _("Återställ säker inloggning"),
        account=account,
        has_app=factors.app_of(account) is not None,
    )
