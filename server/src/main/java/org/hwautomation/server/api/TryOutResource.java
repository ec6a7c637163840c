package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.number;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.DefinitionReader;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunDetail;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.server.tryout.Findings;
import org.hwautomation.server.tryout.TryOut;
import org.hwautomation.server.tryout.TryOutLab;
import org.hwautomation.server.tryout.TryOutOrder;
import org.hwautomation.server.tryout.TryOuts;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * Templates tried out on a simulated server, before they are saved. The run of a try-out is told in
 * the same documents and the same stream as a real one.
 */
public final class TryOutResource {
  private static final String PATH = "/api/v1/try-outs";
  private static final RouteParameter ID = RouteParameter.path("tryout", "its id");
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);

  private static final Shape TRY_OUT =
      Shape.named(
          "TryOut",
          object(
              required("id", text(), "its id"),
              required("template", text(), "the name in the text"),
              required("server", text(), "the simulated server's host name"),
              required("model", text(), "what it is, in words"),
              optional("fault", text(), "what goes wrong with it"),
              required("approvals", oneOf("approve", "refuse"), "the answer to steps that ask"),
              required("started_by", text(), "such as user:alice"),
              required("started_at", instant(), "when"),
              optional("ended_at", instant(), "when nothing more happened"),
              optional("cut_short", text(), "why it was ended before its run was over"),
              required("status", text(), "of its run"),
              required("phase", text(), "of its run"),
              required("run_id", text(), "its run's id; GET /runs does not know it"),
              required("speed", number(), "simulated seconds in a real one"),
              required(
                  "saw",
                  object(
                      required("counts", map(COUNT), "how often each kind of thing happened"),
                      required(
                          "happened",
                          list(
                              object(
                                  required("after_seconds", number(), "in simulated time"),
                                  required("kind", text(), "such as reset"),
                                  required("channel", text(), "such as redfish"),
                                  required("detail", text(100_000), "for people"))),
                          "the newest 500, the oldest first"),
                      required(
                          "unsafe", list(text(100_000)), "what would have hurt a real server")),
                  "what really happened to the server, whatever the run says")));

  private static final Shape CHOICE =
      object(required("name", text(), "its name"), required("words", text(), "what it is"));

  private final WorkflowManager manager;
  private final TryOuts tryOuts;

  /**
   * @param manager the service's own, whose templates a text may refer to
   */
  public TryOutResource(WorkflowManager manager, TryOuts tryOuts) {
    this.manager = manager;
    this.tryOuts = tryOuts;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, "listTryOuts", "What a template can be tried on, and who tries one")
            .gives(
                object(
                    required("available", flag(), "false if this service has no simulator"),
                    required("servers", list(CHOICE), "the servers to choose from"),
                    required("faults", list(CHOICE), "what can be made to go wrong"),
                    required("at_once", COUNT, "how many may go on at once"),
                    required("items", list(TRY_OUT), "those that are there, the newest first")))
            .by(_ -> choices()),
        Route.post(PATH, "startTryOut", "Runs a text on a simulated server; touches nothing real")
            .role(Role.OPERATOR)
            .takes(
                object(
                    required("text", text(DefinitionReader.MAX_BYTES), "the definition"),
                    optional("format", oneOf("yaml", "json"), "yaml if not given"),
                    optional("server", text(100), "which; the first there is if not given"),
                    optional("fault", text(100), "what goes wrong; nothing if not given"),
                    optional(
                        "inputs",
                        map(any()),
                        "as the text declares them; what fits the server if not given"),
                    optional("approvals", oneOf("approve", "refuse"), "approve if not given")))
            .gives(201, TRY_OUT)
            .startsWork()
            .by(this::start),
        Route.get(PATH + "/{tryout}", "showTryOut", "How it stands, and what the simulator saw")
            .with(ID)
            .gives(TRY_OUT)
            .by(call -> Answer.of(document(find(call)))),
        Route.delete(PATH + "/{tryout}", "removeTryOut", "Ends it, and forgets it")
            .role(Role.OPERATOR)
            .with(ID)
            .givesNothing()
            .by(this::remove),
        Route.post(PATH + "/{tryout}/cancel", "cancelTryOut", "Cancels its run, as a person would")
            .role(Role.OPERATOR)
            .with(ID)
            .takes(object())
            .gives(TRY_OUT)
            .by(this::cancel),
        Route.get(PATH + "/{tryout}/run", "showTryOutRun", "All about its run")
            .with(ID)
            .gives(Shapes.RUN_DETAIL)
            .by(
                call -> {
                  var found = find(call);
                  return Answer.of(RunDetail.of(found.manager(), run(found)).document());
                }),
        Route.get(PATH + "/{tryout}/run/events", "listTryOutEvents", "Its run's journal")
            .with(ID, RunResource.AFTER, Shapes.limit(10_000))
            .gives(Shapes.page(Shapes.ENTRY))
            .by(
                call -> {
                  var found = find(call);
                  return RunResource.events(found.manager(), run(found), call);
                }),
        Route.get(PATH + "/{tryout}/run/stream", "streamTryOutRun", "Tells of it, entry by entry")
            .with(ID)
            .with(StreamResource.CURSOR)
            .givesMedia(StreamResource.EVENTS)
            .by(
                call -> {
                  var found = find(call);
                  return StreamResource.one(found.manager(), found.feed(), run(found), call);
                }));
  }

  private Answer choices() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    var lab = tryOuts.lab();
    document.put("available", lab.isPresent());
    document.put(
        "servers",
        lab.stream()
            .flatMap(each -> each.models().stream())
            .map(m -> choice(m.name(), m.words()))
            .toList());
    document.put(
        "faults",
        lab.stream()
            .flatMap(each -> each.troubles().stream())
            .map(trouble -> choice(trouble.name(), trouble.words()))
            .toList());
    document.put("at_once", tryOuts.limits().atOnce());
    document.put("items", tryOuts.list().stream().map(this::document).toList());
    return Answer.of(document);
  }

  private static Map<String, @Nullable Object> choice(String name, String words) {
    var choice = new LinkedHashMap<String, @Nullable Object>();
    choice.put("name", name);
    choice.put("words", words);
    return choice;
  }

  private Answer start(Call call) {
    var format = TemplateResource.format(call);
    try {
      // before a data centre is made for it
      var _ = manager.library().reader().read("text", format, call.text("text"));
      var started =
          tryOuts.start(
              new TryOutOrder(
                  call.text("text"),
                  format,
                  call.words("server"),
                  call.words("fault"),
                  StartBody.texts(call.fields("inputs")),
                  !call.optionalText("approvals").equals(Optional.of("refuse"))),
              call.actor());
      return Answer.created(PATH + "/" + started.about().id(), document(started));
    } catch (BadFileException e) {
      throw TemplateResource.refused(e);
    }
  }

  private Answer cancel(Call call) {
    var found = find(call);
    tryOuts.cancel(found, call.actor());
    return Answer.of(document(found));
  }

  private Answer remove(Call call) {
    if (!tryOuts.remove(call.in("tryout"))) {
      var _ = find(call); // which says that there is none
    }
    return Answer.nothing();
  }

  private TryOut find(Call call) {
    var id = call.in("tryout");
    return tryOuts
        .find(id)
        .orElseThrow(
            () ->
                Problem.of(
                        "try-out-not-found",
                        404,
                        "There is no such try-out",
                        "'%s' is none, or was forgotten".formatted(id))
                    .withHint("They are kept for a while only; start it again.")
                    .exception());
  }

  private static RunRecord run(TryOut tryOut) {
    return RunNames.find(tryOut.manager(), tryOut.runId());
  }

  private Map<String, @Nullable Object> document(TryOut tryOut) {
    var about = tryOut.about();
    var run = run(tryOut);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("id", about.id());
    document.put("template", about.template());
    document.put("server", tryOut.server());
    document.put("model", about.model().words());
    document.put("fault", about.trouble().map(TryOutLab.Trouble::name).orElse(null));
    document.put("approvals", about.approves() ? "approve" : "refuse");
    document.put("started_by", about.startedBy());
    document.put("started_at", about.startedAt().toString());
    document.put("ended_at", tryOut.endedAt().map(Object::toString).orElse(null));
    document.put("cut_short", tryOut.cutShort().orElse(null));
    document.put("status", run.status().wireName());
    document.put("phase", run.phase().wireName());
    document.put("run_id", run.runId());
    document.put("speed", tryOuts.lab().map(TryOutLab::speed).orElse(1.0));
    document.put("saw", document(tryOut.findings()));
    return document;
  }

  private static Map<String, @Nullable Object> document(Findings findings) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("counts", findings.counts());
    document.put(
        "happened",
        findings.happened().stream()
            .map(
                each -> {
                  var happening = new LinkedHashMap<String, @Nullable Object>();
                  happening.put("after_seconds", each.afterSeconds());
                  happening.put("kind", each.kind());
                  happening.put("channel", each.channel());
                  happening.put("detail", each.detail());
                  return happening;
                })
            .toList());
    document.put("unsafe", findings.unsafe());
    return document;
  }
}
