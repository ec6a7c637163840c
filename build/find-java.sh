# Sourced: sets JAVA to a Java 25 or newer, looked for in the usual places; explains itself where there is none.
java_major() {
  "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}
JAVA=""
for candidate in "${HWAUTO_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" \
  /usr/lib/jvm/*/bin/java /opt/java/*/bin/java /opt/jdk*/bin/java /opt/*jdk*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java \
  "$HOME"/.jdks/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
  [ -n "$candidate" ] && [ -x "$candidate" ] || continue
  major=$(java_major "$candidate")
  if [ "${major:-0}" -ge 25 ] 2>/dev/null; then
    JAVA=$candidate
    break
  fi
done
if [ -z "$JAVA" ]; then
  echo "error: HWAutomation needs Java 25 or newer, and none was found." >&2
  echo "  Looked at: HWAUTO_JAVA, JAVA_HOME, the java on the path, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java." >&2
  echo "  Install a JDK 25 (for example Eclipse Temurin), or name one: HWAUTO_JAVA=/path/to/bin/java ./hwauto ..." >&2
  exit 1
fi
