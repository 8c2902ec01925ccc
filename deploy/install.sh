#!/bin/sh
# 离线安装：sh install.sh 目标文件夹。只用本压缩包里的文件，不连网络。
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:-}
python=${PYTHON:-python3}

fail() {
    echo "$1" >&2
    exit 2
}

[ -n "$target" ] || fail "用法：sh install.sh 目标文件夹，例如 sh install.sh /opt/hotline"
(cd "$here" && sha256sum --check --quiet --strict SHA256SUMS) || fail "压缩包里的文件与校验和不一致；请重新复制一份"

wanted=${here##*-cp}
found=$("$python" -c 'import sys; print("%d%d" % sys.version_info[:2])') || fail "没有 $python；请先安装 Python，或用 PYTHON= 指明"
[ "$found" = "$wanted" ] || fail "$python 的版本不对：需要 cp$wanted，这里是 cp$found；请用 PYTHON= 指明合适的 Python"

mkdir -p "$target"
target=$(CDPATH='' cd -- "$target" && pwd)
"$python" -m venv "$target/venv"
"$target/venv/bin/python" -m pip install --quiet --no-index --disable-pip-version-check \
    --find-links "$here/wheels" --constraint "$here/constraints.txt" policy-hotline

# 已有的数据从不覆盖。
[ -e "$target/home" ] || cp -R "$here/home" "$target/home"

cat >"$target/hotline" <<END
#!/bin/sh
export HOTLINE_HOME="\${HOTLINE_HOME:-$target/home}"
exec "$target/venv/bin/hotline" "\$@"
END
chmod +x "$target/hotline"

"$target/hotline" knowledge build --if-stale
echo "已安装。启动：$target/hotline serve"
