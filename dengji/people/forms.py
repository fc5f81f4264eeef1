"""Sign-in by name and password (登录)."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Name and password. What is wrong is said in one sentence that does not tell which of the two."""

    error_messages = {
        "invalid_login": "登录名或密码不正确。请重新输入；连续输错将暂时不能登录。",
        "inactive": "该账号已停用，请联系本单位管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "密码"
        self.fields["username"].error_messages["required"] = "请填写登录名。"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class PasswordForm(forms.Form):
    """The old password and the new one, twice."""

    old = forms.CharField(label="原密码", strip=False, widget=forms.PasswordInput)
    new = forms.CharField(label="新密码", strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label="再输入一次新密码", strip=False, widget=forms.PasswordInput)

    def clean_again(self) -> str:
        """The new password typed again must be the same."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("两次输入的新密码不一致。")
        return again
