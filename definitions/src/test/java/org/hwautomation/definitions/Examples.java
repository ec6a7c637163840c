package org.hwautomation.definitions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepContext;
import org.jspecify.annotations.Nullable;

/** Files that can be read, and files that can't. */
final class Examples {
  /** Written with comments, for the round trip too. */
  static final String COMMENTED =
      """
      # Firmware first
      name: firmware-first   # the name
      description: Bring firmware to its baseline, then hand over
      inputs:
        device_type: {type: string, required: true}
        # one of four
        policy: {type: string, enum: [baseline, latest], default: baseline}

      locks: ["server/${server_id}"]
      deadline: 4h
      steps:
        # commissioning comes first
        - name: commission
          uses: maas.commission      # by MAAS
          with: {skip_bmc_config: true}
          timeout: 45m

        - name: plan
          uses: firmware.plan
          with:
            policy: "${inputs.policy}"
        - name: approve
          when: steps.plan.reboots > 2
          approval: {role: operator, expires: 24h}

        # the long one
        - name: update
          uses: firmware.apply@1
          when: size(steps.plan.updates) > 0
          timeout: 2h
          retry: {attempts: 3, delay: 30s, factor: 2, max: 10m, on: [connection, busy]}
          undo: {uses: firmware.plan, timeout: 1m}
        - parallel:
            - {name: bios, uses: bios.apply, limits: [bios]}
            - name: sensors
              uses: bmc.check
        - name: last
          steps:
            - name: hand_over
              uses: maas.tag
              with: {tags: [ready, "type-${inputs.device_type}"], after: 5m}
      on_failure: hold
      always:
        - name: tidy
          uses: bmc.check
          retry: 1
      # the end
      """;

  private Examples() {}

  /** What there is to be used. */
  static List<Action> actions() {
    return List.of(
        new Told("maas.commission@1", List.of(flag("skip_bmc_config")), List.of()),
        new Told(
            "firmware.plan@1",
            List.of(Parameter.of("policy", "string", "which").oneOf("baseline", "latest")),
            List.of(
                Parameter.of("reboots", "integer", "how many"),
                Parameter.of("updates", "list", "what"))),
        new Told("firmware.apply@1", List.of(), List.of()),
        new Told("firmware.apply@2", List.of(), List.of()),
        new Told("bios.apply@1", List.of(), List.of()),
        new Told("bmc.check@1", List.of(), List.of()),
        new Told(
            "maas.tag@1",
            List.of(
                Parameter.of("tags", "list", "the tags").asRequired(),
                Parameter.of("after", "duration", "when"),
                Parameter.of("password", "secret", "the key")),
            List.of()));
  }

  private static Parameter flag(String name) {
    return Parameter.of(name, "boolean", "whether").defaultingTo(false);
  }

  /** An action that is never run here. */
  private record Told(String name, List<Parameter> inputs, List<Parameter> outputs)
      implements Action {
    @Override
    public String summary() {
      return name;
    }

    @Override
    public @Nullable Object run(StepContext context) {
      throw new IllegalStateException("is not run by these tests");
    }
  }

  private static String withStep(String lines) {
    return "name: x\nsteps:\n" + lines.indent(2);
  }

  /** Files that reader and schema take. */
  static Map<String, String> valid() {
    var all = new LinkedHashMap<String, String>();
    all.put("commented", COMMENTED);
    all.put("smallest", withStep("- {name: a, uses: bmc.check}"));
    all.put(
        "json in yaml",
        "{\"name\": \"x\", \"steps\": [{\"name\": \"a\", \"uses\": \"bmc.check@1\"}]}");
    all.put("approval alone", withStep("- {name: a, approval: {role: operator}}"));
    all.put("retry number", withStep("- {name: a, uses: bmc.check, retry: 1}"));
    all.put("no delay", withStep("- {name: a, uses: bmc.check, retry: {delay: 0s, jitter: 0.5}}"));
    all.put("iso duration", withStep("- {name: a, uses: bmc.check, timeout: PT1H30M}"));
    all.put("never", withStep("- {name: a, uses: bmc.check, when: false}"));
    all.put("rollback", withStep("- {name: a, uses: bmc.check}") + "on_failure: rollback\n");
    all.put(
        "rollback with steps",
        withStep("- {name: a, uses: bmc.check}") + "on_failure: [{name: b, uses: bmc.check}]\n");
    all.put(
        "rollback in words",
        withStep("- {name: a, uses: bmc.check}")
            + "on_failure: {policy: rollback, steps: [{name: b, uses: bmc.check}]}\n");
    all.put(
        "held in words", withStep("- {name: a, uses: bmc.check}") + "on_failure: {policy: hold}\n");
    all.put("undo by name", withStep("- {name: a, uses: bmc.check, undo: firmware.apply@2}"));
    all.put(
        "groups in groups",
        withStep(
            """
            - name: g
              when: inputs.go == true
              parallel:
                - name: s
                  steps:
                    - {name: a, uses: bmc.check}
                    - {name: b, uses: bmc.check, when: has(steps.g.s.a)}
                - {name: a, uses: firmware.plan}
            - {name: c, uses: bmc.check, when: steps.g.a.reboots > 0 && has(steps.g.s.b)}
            """));
    all.put(
        "dashes",
        withStep(
            """
            - {name: hand-over, uses: firmware.plan}
            - {name: b, uses: bmc.check, when: 'steps["hand-over"].reboots > 1'}
            """));
    all.put(
        "written out",
        withStep(
            """
            - name: fw
              run: firmware
              with: {policy: latest}
              steps:
                - {name: plan, uses: firmware.plan, with: {policy: "${inputs.policy}"}}
                - {name: check, uses: bmc.check, when: steps.plan.reboots > 0}
            - {name: after, uses: bmc.check, when: has(steps.fw.plan.reboots)}
            """));
    all.put(
        "escaped",
        withStep("- {name: a, uses: maas.tag, with: {tags: [\"$${not an expression}\"]}}"));
    all.put(
        "typed",
        withStep("- {name: a, uses: maas.tag, with: {tags: [], after: {$duration: PT5M}}}"));
    return all;
  }

  static String valid(String name) {
    return Objects.requireNonNull(valid().get(name), name);
  }

  /**
   * A file that can't be read.
   *
   * @param problems each as {@code LINE:COLUMN: what it says}, in order
   */
  record Bad(String name, String text, List<String> problems) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Bad bad(String name, String text, String... problems) {
    return new Bad(name, text, List.of(problems));
  }

  /** Files that neither the reader nor the schema takes. */
  static List<Bad> malformed() {
    var all = new ArrayList<Bad>();
    all.add(
        bad(
            "misspelt steps",
            "name: x\nstpes: []\n",
            "1:1: a definition needs at least one step",
            "2:1: unknown key 'stpes' in a definition, did you mean 'steps'?"));
    all.add(
        bad("no name", "steps: [{name: a, uses: bmc.check}]", "1:1: a definition needs a name"));
    all.add(
        bad("blank name", "name: ' '\nsteps: [{name: a, uses: bmc.check}]", "1:7: name is empty"));
    all.add(
        bad(
            "number as name",
            "name: 8\nsteps: [{name: a, uses: bmc.check}]",
            "1:7: name is a number, not a text; put it in quotes"));
    all.add(bad("a list", "- a", "1:1: the file is a list, not a definition"));
    all.add(bad("no steps", "name: x\nsteps: []", "2:8: a definition needs at least one step"));
    all.add(bad("steps as text", "name: x\nsteps: a", "2:8: steps is a single value, not a list"));
    all.add(bad("step as text", withStep("- a"), "3:5: a step is a single value, not a mapping"));
    all.add(
        bad(
            "unknown key of a step",
            withStep("- {name: a, uses: bmc.check, timout: 5m}"),
            "3:32: unknown key 'timout' in a step, did you mean 'timeout'?"));
    all.add(bad("step without name", withStep("- uses: bmc.check"), "3:5: a step has no name"));
    all.add(
        bad(
            "bad name",
            withStep("- {name: 'a b', uses: bmc.check}"),
            "3:12: name 'a b' is not 1 to 100 letters"));
    all.add(
        bad(
            "no work",
            withStep("- {name: a}"),
            "3:5: a step needs an action (uses:), an approval"));
    all.add(
        bad(
            "bad action name",
            withStep("- {name: a, uses: Check!}"),
            "3:21: 'Check!' is not the name of an action"));
    all.add(
        bad(
            "retry 0",
            withStep("- {name: a, uses: bmc.check, retry: 0}"),
            "3:39: retry is not a whole number from 1"));
    all.add(
        bad(
            "retry attempts 0 and more",
            withStep(
                """
                - name: a
                  uses: bmc.check
                  retry:
                    attempts: 0
                    delay: -5s
                    factor: 0.5
                    max: soon
                    jitter: 2
                    on: [busy, conection]
                    tries: 2
                """),
            "6:17: attempts is not a whole number from 1",
            "7:14: delay '-5s' is not a duration",
            "8:15: factor is not a number of at least 1",
            "9:12: max 'soon' is not a duration",
            "10:15: jitter is not a number from 0 to 1",
            "11:18: unknown error class 'conection', did you mean 'connection'?",
            "12:7: unknown key 'tries' in retry"));
    all.add(
        bad(
            "no time at all",
            withStep("- {name: a, uses: bmc.check, timeout: 0s}"),
            "3:41: timeout is not positive"));
    all.add(
        bad(
            "time as a number",
            withStep("- {name: a, uses: bmc.check, timeout: 300}"),
            "3:41: timeout '300' is not a duration such as 30s"));
    all.add(
        bad(
            "negative time",
            withStep("- {name: a, uses: bmc.check, timeout: PT-5M}"),
            "3:41: timeout 'PT-5M' is not a duration"));
    all.add(
        bad(
            "empty value",
            withStep("- {name: a, uses: bmc.check, timeout: }"),
            "timeout is empty; give it a value or leave the key out"));
    all.add(
        bad(
            "approval without role",
            withStep("- {name: a, approval: {expires: 1h}}"),
            "3:25: an approval needs a role"));
    all.add(bad("empty group", withStep("- {parallel: []}"), "3:16: parallel is empty"));
    all.add(
        bad(
            "sequence without name",
            withStep("- steps: [{name: a, uses: bmc.check}]"),
            "3:5: a sequence has no name"));
    all.add(
        bad(
            "with as list",
            withStep("- {name: a, uses: bmc.check, with: [1]}"),
            "3:38: with is a list, not a mapping"));
    all.add(
        bad(
            "condition as list",
            withStep("- {name: a, uses: bmc.check, when: [1]}"),
            "3:38: when is a list, not a text"));
    all.add(
        bad(
            "unknown policy",
            withStep("- {name: a, uses: bmc.check}") + "on_failure: rolback\n",
            "4:13: unknown policy 'rolback', did you mean 'rollback'?"));
    all.add(
        bad(
            "held with steps",
            withStep("- {name: a, uses: bmc.check}")
                + "on_failure: {policy: hold, steps: [{name: b, uses: bmc.check}]}\n",
            "a run that is held runs no steps for its failure"));
    all.add(
        bad(
            "nothing on failure",
            withStep("- {name: a, uses: bmc.check}") + "on_failure: {}\n",
            "on_failure needs a policy or steps"));
    all.add(
        bad(
            "inputs as list",
            "name: x\ninputs: [a]\nsteps: [{name: a, uses: bmc.check}]",
            "2:9: inputs is a list, not a mapping"));
    all.add(
        bad(
            "input of a word",
            "name: x\ninputs: {a: string}\nsteps: [{name: a, uses: bmc.check}]",
            "2:13: input 'a' is a single value, not a mapping"));
    all.add(
        bad(
            "unknown key of an input",
            "name: x\ninputs: {a: {typ: string}}\nsteps: [{name: a, uses: bmc.check}]",
            "2:14: unknown key 'typ' in an input, did you mean 'type'?"));
    all.add(
        bad(
            "lock as number",
            "name: x\nlocks: [5]\nsteps: [{name: a, uses: bmc.check}]",
            "2:9: an item of locks is a number, not a text"));
    all.add(
        bad(
            "undo as list",
            withStep("- {name: a, uses: bmc.check, undo: [bmc.check]}"),
            "3:38: undo is a list"));
    all.add(
        bad(
            "bad limit",
            withStep("- {name: a, uses: bmc.check, limits: [a/b]}"),
            "3:41: limit 'a/b' is not 1 to 100"));
    return all;
  }

  /** Files that are well formed, and make no sense. */
  static List<Bad> senseless() {
    var all = new ArrayList<Bad>();
    all.add(
        bad(
            "unknown action",
            withStep("- {name: a, uses: maas.comission}"),
            "3:21: unknown action 'maas.comission', did you mean 'maas.commission'?"));
    all.add(
        bad(
            "unknown major",
            withStep("- {name: a, uses: firmware.apply@3}"),
            "3:21: unknown action 'firmware.apply@3'; there is firmware.apply@1, firmware.apply@2"));
    all.add(
        bad(
            "wrong inputs",
            withStep(
                """
                - name: a
                  uses: maas.commission
                  with: {skip_bmc_confg: true, skip_bmc_config: maybe}
                - name: b
                  uses: firmware.plan
                  with: {policy: newest}
                - name: c
                  uses: maas.tag
                  with: {password: hunter2, after: soon}
                """),
            "5:12: maas.commission@1 takes no 'skip_bmc_confg', did you mean 'skip_bmc_config'?",
            "5:51: skip_bmc_config is not a boolean",
            "8:20: policy is none of baseline, latest",
            "10:11: maas.tag@1 needs 'tags' (the tags)",
            "11:22: password is a secret, which no file holds",
            "11:38: after is not a duration"));
    all.add(
        bad(
            "a secret in a text",
            withStep("- {name: a, uses: maas.tag, with: {tags: [], password: \"x${inputs.pw}\"}}"),
            "3:58: password is a secret"));
    all.add(
        bad(
            "names twice",
            withStep(
                """
                - {name: a, uses: bmc.check}
                - {name: a, uses: bmc.check}
                - {name: g, parallel: [{name: b, uses: bmc.check}, {name: b, uses: bmc.check}]}
                """),
            "4:12: there are two steps 'a', the first in line 3; rename one",
            "5:61: there are two steps 'g/b', the first in line 5"));
    all.add(
        bad(
            "a step and a group of one name",
            withStep(
                """
                - {name: a, uses: bmc.check}
                - {name: a, steps: [{name: b, uses: bmc.check}]}
                - {name: g, parallel: [{name: b, uses: bmc.check}]}
                - {name: g, steps: [{name: c, uses: bmc.check}]}
                - {name: g, uses: bmc.check}
                """),
            "4:12: there is a group 'a' beside a step of that name in line 3; rename one",
            "6:12: there are two groups 'g', the first in line 5; rename one",
            "7:12: there is a step 'g' beside a group of that name in line 5; rename one"));
    all.add(
        bad(
            "a refused login tried again",
            withStep(
                "- {name: a, uses: bmc.check, retry: {attempts: 2, on: [busy, authentication]}}"),
            "3:64: authentication is never tried again"));
    all.add(
        bad(
            "keys twice",
            "name: x\nname: y\nsteps: [{name: a, uses: bmc.check, uses: bmc.check}]",
            "2:1: 'name' stands twice, first in line 1; keep one",
            "3:36: 'uses' stands twice"));
    all.add(
        bad(
            "bad conditions",
            withStep(
                """
                - name: a
                  uses: bmc.check
                  when: steps.b.ok
                - name: b
                  uses: bmc.check
                  when: "inputs.x + "
                - name: c
                  uses: bmc.check
                  when: 'stepz.a.ok'
                - name: d
                  uses: bmc.check
                  when: size(inputs)
                - name: e
                  uses: bmc.check
                  when: true && steps.nobody.ok
                """),
            "5:11: step 'b' has not ended here: it comes later",
            "8:23: the expression 'inputs.x + ' is no CEL",
            "11:12: the expression 'stepz.a.ok' names the unknown 'stepz'; did you mean 'steps'?",
            "14:11: the expression 'size(inputs)' is of the kind int, not true or false",
            "17:19: unknown step 'nobody'"));
    all.add(
        bad(
            "siblings",
            withStep(
                """
                - parallel:
                    - {name: a, uses: bmc.check}
                    - {name: b, uses: bmc.check, when: has(steps.a)}
                - {name: c, uses: bmc.check, when: has(steps.a)}
                """),
            "5:46: step 'a' has not ended here: it comes later, or runs at the same time"));
    all.add(
        bad(
            "unknown outputs and inputs",
            """
            name: x
            inputs:
              policy: {type: string}
            steps:
              - {name: plan, uses: firmware.plan}
              - name: a
                uses: maas.tag
                with:
                  tags: ["${inputs.polcy}", "x ${steps.plan.reboot}"]
            """,
            "9:17: unknown input 'polcy', did you mean 'policy'?",
            "9:38: 'steps.plan' gives no 'reboot', did you mean 'reboots'?"));
    all.add(
        bad(
            "steps in a lock",
            "name: x\nlocks: ['a/${steps.a.b}', '${server}', 'x${inputs.a']\nsteps: [{name: a, uses:"
                + " bmc.check}]",
            "2:14: no step has run yet",
            "2:30: the expression 'server' names the unknown 'server'; did you mean 'server_id'?",
            "2:44: the expression 'x${inputs.a' has a ${ that is not closed"));
    all.add(
        bad(
            "inputs of wrong types",
            """
            name: x
            inputs:
              a: {type: strng}
              b: {type: integer, default: five}
              c: {type: string, enum: [x, 1], default: y}
              d: {type: secret, default: hunter2}
              e: {type: duration, default: 5 minutes}
            steps: [{name: a, uses: bmc.check}]
            """,
            "3:13: unknown type 'strng', did you mean 'string'?",
            "4:31: default is not an integer",
            "5:31: enum is not a string",
            "5:44: default is none of x, 1",
            "6:30: default is a secret",
            "7:32: default is not a duration"));
    all.add(
        bad("unknown definition", withStep("- {run: other}"), "3:11: unknown definition 'other'"));
    all.add(
        bad(
            "folded expression",
            withStep(
                """
                - name: a
                  uses: bmc.check
                  when: >-
                    inputs.a == 1 &&
                    nothing.b
                """),
            "7:7: the expression 'inputs.a == 1 && nothing.b' names the unknown 'nothing'"));
    all.add(
        bad(
            "quoted expression",
            withStep("- {name: a, uses: bmc.check, when: \"'\\u00e9\\\"' == nothing.b\"}"),
            "3:53: the expression"));
    all.add(
        bad(
            "an anchor",
            "name: &n x\nsteps: [{name: *n, uses: bmc.check}]",
            "1:7: anchors and aliases are not supported"));
    all.add(bad("no yaml", "name: [x", "not valid YAML"));
    all.add(bad("tabs", "name: x\nsteps:\n\t- a", "3:1: not valid YAML"));
    return all;
  }
}
