"""Settings, from the environment (prefix HOTLINE_) or a `.env` file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import InputError

_RATE = r"^[1-9][0-9]{0,6}/(second|minute|hour)$"
_CHECKOUT = Path(__file__).resolve().parent.parent


def _default_home() -> Path:
    """`var/` of the checkout when run from one, else the user's data folder; never the current folder."""
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "var"
    return Path(platformdirs.user_data_dir("policy-hotline"))


class Settings(BaseSettings):
    """Where the product runs and with what; `description` is what `hotline settings` shows."""

    model_config = SettingsConfigDict(env_prefix="HOTLINE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=_default_home, description="存放全部状态的文件夹：文档、规则、词表、索引、数据库"
    )
    builtin: bool = Field(default=True, description="是否带上随产品发布的地方文档和规则（0 = 只用自己的）")
    region: str | None = Field(default=None, description="本部署所在地区（名称或六位代码），请求未写地区时使用")
    chroma_url: str | None = Field(default=None, description="Chroma 服务的地址（http://…）；空 = 向量放在存放文件夹里")
    database_url: SecretStr | None = Field(
        default=None,
        description="会话数据库的地址（postgresql://用户:密码@主机:5432/数据库名）；空 = 存放文件夹里的 SQLite",
    )
    retention_days: int = Field(default=180, ge=1, description="会话和反馈保留多少天，从最后一次提问算起")
    keep_generations: int = Field(
        default=5, ge=1, description="除正在使用的以外，完整保留最近多少个知识库版本（以备退回）"
    )
    demand_suite: bool = Field(
        default=False, description="启用新版本前先问受影响的回归用例，有变差的就不启用（1 = 是）"
    )
    trusted_proxies: str = Field(
        default="",
        description="可信的反向代理（地址或网段，空格分隔），只有它们转来的 X-Forwarded-For 才算数；空 = 没有",
    )
    rate_address: str = Field(
        default="60/minute", pattern=_RATE, description="群众一个网络地址最多问多少次（次数/second、minute 或 hour）"
    )
    rate_widget: str = Field(default="3000/minute", pattern=_RATE, description="一个咨询窗口令牌最多问多少次")
    rate_key: str = Field(default="1200/minute", pattern=_RATE, description="一个 API 密钥、一个用户最多问多少次")
    log: Literal["json", "text"] = Field(default="json", description="服务日志的写法：json 每行一个对象，text 给人看")
    head_seconds: float = Field(default=10, gt=0, description="请求头最多等多少秒")
    body_seconds: float = Field(default=30, gt=0, description="请求正文最多等多少秒")
    unread_seconds: float = Field(default=30, gt=0, description="发出的内容对方迟迟不收，最多等多少秒")
    stop_seconds: int = Field(default=20, ge=1, le=25, description="停止时最多等多少秒，让正在作的回答做完")
    most_waiting: int = Field(
        default=64, ge=0, description="每个工作进程最多让多少个问题排队，再多就请对方稍后再试（503）"
    )
    embedding_model: str | None = Field(default=None, description="句向量模型的文件夹或名称；空 = 随产品发布的模型")
    model_url: str | None = Field(
        default=None,
        pattern="^https?://.+",
        description="可选：OpenAI 兼容的对话模型地址（如 http://127.0.0.1:11434/v1）；空 = 不用模型，由系统直接组织答案",
    )
    model_name: str | None = Field(default=None, description="对话模型在接口里的名称；写了地址就必须写")
    model_key: SecretStr | None = Field(default=None, description="对话模型接口的密钥；不显示，也不记入日志")
    model_timeout: float = Field(default=8.0, gt=0, le=120, description="一次回答里最多等对话模型多少秒")
    model_at_once: int = Field(
        default=8,
        ge=1,
        le=64,
        description="每个工作进程最多同时请对话模型写多少个回答，再多的直接给出系统组织的答案",
    )
    model_max_tokens: int = Field(default=1200, ge=100, le=32_000, description="对话模型一次最多写多少个词元")
    model_label_name: str | None = Field(default=None, description="“AI生成”标识里显示的模型名称；空 = 接口里的名称")
    model_filing: str | None = Field(default=None, description="“AI生成”标识里显示的模型备案号")

    @classmethod
    def load(cls, **overrides: Any) -> Settings:
        """Read the settings; a wrong value or an unknown HOTLINE_ name is one clear InputError."""
        known = {f"HOTLINE_{name.upper()}" for name in cls.model_fields}
        given = (*os.environ, *dotenv_values(".env"))
        unknown = next((n for n in given if n.upper().startswith("HOTLINE_") and n.upper() not in known), None)
        if unknown:
            raise InputError(f"不认识的设置 {unknown}；可用的设置见 hotline settings")
        try:
            settings = cls(**overrides)
        except ValidationError as error:
            first = error.errors()[0]
            name = f"HOTLINE_{str(first['loc'][0]).upper()}"
            raise InputError(f"设置 {name} 的值“{first['input']}”不能用；可用的写法见 hotline settings") from error
        if settings.model_url and not settings.model_name:
            raise InputError("写了 HOTLINE_MODEL_URL，却没有写 HOTLINE_MODEL_NAME；请写上接口里的模型名称")
        return settings
