"""Settings, from the environment (prefix HOTLINE_) or a `.env` file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import InputError

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
    widget_origins: str = Field(
        default="",
        pattern=r"^(https?://[^\s/*]+(\s+https?://[^\s/*]+)*)?$",
        description="允许嵌入咨询窗口的网站，空格分隔，只写到域名和端口，如 https://www.example.gov.cn；空 = 只限本服务自己的页面",
    )
    embedding_model: str | None = Field(default=None, description="句向量模型的文件夹或名称；空 = 随产品发布的模型")

    @classmethod
    def load(cls, **overrides: Any) -> Settings:
        """Read the settings; a wrong value or an unknown HOTLINE_ name is one clear InputError."""
        known = {f"HOTLINE_{name.upper()}" for name in cls.model_fields}
        given = (*os.environ, *dotenv_values(".env"))
        unknown = next((n for n in given if n.upper().startswith("HOTLINE_") and n.upper() not in known), None)
        if unknown:
            raise InputError(f"不认识的设置 {unknown}；可用的设置见 hotline settings")
        try:
            return cls(**overrides)
        except ValidationError as error:
            first = error.errors()[0]
            name = f"HOTLINE_{str(first['loc'][0]).upper()}"
            raise InputError(f"设置 {name} 的值“{first['input']}”不能用；可用的写法见 hotline settings") from error
