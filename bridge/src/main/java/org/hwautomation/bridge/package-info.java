/**
 * Workflows whose steps are functions of another program, the <em>script</em>. It talks JSON-RPC
 * 2.0 ({@link RpcMessage}, {@link RpcCodec}) over whatever carries messages: {@link StdioBridge} is
 * the engine as a child process of the script, over its standard streams; the service takes the
 * same messages over HTTP.
 *
 * <p>A {@link Session} is one script: it starts runs, and is asked to carry out their steps. {@link
 * ScriptFunction} is the action that such a step uses; {@link Scripts} knows which session has the
 * functions of which workflow. When a script dies its runs are parked, and go on when it is run
 * again and offers its functions anew.
 *
 * <p>What is said on the wire is in {@code docs/bridge.md}.
 */
@NullMarked
package org.hwautomation.bridge;

import org.jspecify.annotations.NullMarked;
