package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.named;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.AddressRange;
import org.hwautomation.provisioning.batch.BatchFile;
import org.hwautomation.provisioning.batch.BatchOpening;
import org.hwautomation.provisioning.batch.BatchOrders;
import org.hwautomation.provisioning.batch.BatchProgress;
import org.hwautomation.provisioning.batch.BatchRequest;
import org.hwautomation.provisioning.batch.BatchServer;
import org.hwautomation.provisioning.batch.UnknownBatchException;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.BatchTerms;

/** Batches: many servers, started as places get free. */
public final class BatchResource {
  private static final int MOST_AT_ONCE = 20;
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);
  private static final RouteParameter NAME = RouteParameter.path("batch", "its name");

  private static final Shape START =
      object(
          required("name", text(100), "letters, digits, - and _; runs are named after it"),
          required("template", text(200), "what to run, as GET /api/v1/templates lists it"),
          optional("device_type", text(100), "what servers are of which nothing else is said"),
          optional("inputs", map(any()), "for all servers, as the template declares them"),
          optional(
              "servers",
              list(
                  object(
                      required("server", text(200), "host name or MAAS system id"),
                      optional("device_type", text(100), "what it is"),
                      optional("rack", text(100), "where it stands"),
                      optional("target_ipmi_ip", text(50), "the address its BMC is to get"),
                      optional("inputs", map(any()), "for it alone"))),
              "the servers, in order"),
          optional("csv", text(900_000), "or the servers as a file has them"),
          optional("max", integer(1, 500), "so many at once; 20 if not given"),
          optional("per_rack", integer(1, 500), "so many at once in one rack"),
          optional(
              "stop_after", text(10), "such as 3 or 10%; with so many failures nothing is started"),
          optional(
              "address_range",
              text(50),
              "such as 10.0.1.100-10.0.1.150; BMCs of servers without an address get one of it"),
          optional("again", flag(), "true for servers that are ready too"),
          optional("window", text(100), "the maintenance window that its runs wait for"),
          optional("allow_in_use", text(1_000), "why servers in use may be written to; audited"));

  private static final List<Shape.Field> SUMMARY_FIELDS =
      List.of(
          required("name", text(), "its name"),
          required("template", text(), "what it runs"),
          optional("device_type", text(), "what its servers are"),
          required(
              "state", oneOf("running", "paused", "stopped", "cancelled", "done"), "how it stands"),
          optional("why", text(), "why it is paused, stopped or cancelled"),
          required("max", COUNT, "so many at once"),
          optional("per_rack", COUNT, "so many at once in one rack"),
          optional("stop_after", text(), "as it was given"),
          optional("stops_at", COUNT, "with so many failures nothing more is started"),
          required("failures", COUNT, "failed, held, parked and refused servers"),
          required("started_by", text(), "such as user:alice"),
          required("start_time", instant(), "when it was first started"),
          required("changed_at", instant(), "when its state changed"),
          required("counts", map(COUNT), "servers by result"),
          required("total", COUNT, "how many servers it has"));

  private static final Shape SUMMARY = named("BatchSummary", new Shape.ObjectOf(SUMMARY_FIELDS));

  private static final Shape BATCH = named("Batch", batch());

  private final WorkflowManager manager;

  public BatchResource(WorkflowManager manager) {
    this.manager = manager;
  }

  private static Shape batch() {
    var fields = new ArrayList<>(SUMMARY_FIELDS);
    fields.add(
        required(
            "servers",
            list(
                named(
                    "BatchServer",
                    object(
                        required("server", text(), "as it was given"),
                        optional("rack", text(), "where it stands"),
                        optional("device_type", text(), "what it is, if said of it alone"),
                        optional("target_ipmi_ip", text(), "the address its BMC is to get"),
                        required(
                            "result",
                            oneOf(
                                "waiting",
                                "running",
                                "ready",
                                "skipped",
                                "failed",
                                "held",
                                "parked",
                                "refused",
                                "cancelled"),
                            "how it stands"),
                        optional("message", text(1_000_000), "why, or where it is"),
                        required("attempt", COUNT, "how often the batch began it"),
                        required("workflow_id", text(), "what its run is called"),
                        optional("run_id", text(), "its newest run"),
                        optional("steps_completed", COUNT, "of that run"),
                        optional("steps", COUNT, "of that run")))),
            "in order"));
    return new Shape.ObjectOf(fields);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/batches", "listBatches", "Batches, newest first")
            .gives(Shapes.page(SUMMARY))
            .by(this::listBatches),
        Route.post("/api/v1/batches", "startBatch", "Starts a batch; this service runs it")
            .role(Role.OPERATOR)
            .takes(START)
            .gives(201, BATCH)
            .startsWork()
            .by(this::start),
        Route.get("/api/v1/batches/{batch}", "showBatch", "How each server of a batch stands")
            .with(NAME)
            .gives(BATCH)
            .by(call -> answer(call.in("batch"))),
        order("pause", "Starts nothing more until it is resumed; what was started goes on")
            .takes(object(Shapes.REASON))
            .by(
                call -> {
                  orders(call).pause(call.in("batch"), reason(call));
                  return answer(call.in("batch"));
                }),
        order("resume", "Goes on; failures up to now stop it no more")
            .takes(object(Shapes.REASON))
            .by(
                call -> {
                  orders(call).resume(call.in("batch"), reason(call));
                  return answer(call.in("batch"));
                }),
        order("cancel", "Starts nothing more, for good")
            .takes(
                object(Shapes.REASON, optional("runs", flag(), "true to cancel its runs as well")))
            .by(
                call -> {
                  var _ = orders(call).cancel(call.in("batch"), call.flag("runs"), reason(call));
                  return answer(call.in("batch"));
                }));
  }

  private static Route.Builder order(String command, String summary) {
    return Route.post("/api/v1/batches/{batch}/" + command, command + "Batch", summary)
        .role(Role.OPERATOR)
        .with(NAME)
        .gives(BATCH);
  }

  private BatchOrders orders(Call call) {
    return new BatchOrders(manager, call.actor());
  }

  private static String reason(Call call) {
    return call.words("reason").orElse("");
  }

  private Answer listBatches(Call call) {
    var store = manager.store();
    return Pages.all(
        store.batches().list().stream()
            .map(batch -> BatchProgress.of(store, batch).summary())
            .toList());
  }

  private Answer answer(String name) {
    return Answer.of(progress(name).document());
  }

  private BatchProgress progress(String name) {
    var store = manager.store();
    return BatchProgress.of(store, UnknownBatchException.require(store, name));
  }

  private Answer start(Call call) throws InterruptedException {
    var request =
        new BatchRequest(
            call.text("name"),
            terms(call),
            servers(call),
            call.words("address_range").map(AddressRange::parse));
    var _ = new BatchOpening(manager).open(request, call.actor());
    return Answer.created("/api/v1/batches/" + request.name(), progress(request.name()).document());
  }

  private BatchTerms terms(Call call) {
    var definition = manager.library().get(call.text("template"));
    var inputs = StartBody.inputs(definition, call.fields("inputs"));
    var texts = new LinkedHashMap<>(inputs.open());
    texts.putAll(inputs.secret()); // which is refused, by name
    return new BatchTerms(
        call.text("template"),
        call.words("device_type"),
        texts,
        number(call, "max").orElse(MOST_AT_ONCE),
        number(call, "per_rack"),
        call.words("stop_after"),
        call.flag("again"),
        call.words("window"),
        call.words("allow_in_use"));
  }

  private static OptionalInt number(Call call, String name) {
    return call.body().get(name) instanceof Number number
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  private List<BatchServer> servers(Call call) {
    var csv = call.words("csv");
    if (csv.isPresent() == call.body().get("servers") instanceof List<?>) {
      throw new IllegalArgumentException("a batch has either servers or csv");
    }
    if (csv.isPresent()) {
      return BatchFile.read(csv.get());
    }
    var definition = manager.library().get(call.text("template"));
    var servers = new ArrayList<BatchServer>();
    if (call.body().get("servers") instanceof List<?> given) {
      for (var each : given) {
        if (each instanceof Map<?, ?> fields) {
          var values = new LinkedHashMap<String, String>();
          if (fields.get("inputs") instanceof Map<?, ?> inputs) {
            var named = new LinkedHashMap<String, Object>();
            inputs.forEach((name, value) -> named.put(String.valueOf(name), value));
            var texts = StartBody.inputs(definition, new LinkedHashMap<>(named));
            values.putAll(texts.open());
            values.putAll(texts.secret());
          }
          for (var name : List.of(ServerFields.DEVICE_TYPE, "rack", ServerFields.TARGET_IPMI_IP)) {
            if (fields.get(name) instanceof String text && !text.isBlank()) {
              values.put(name, text.strip());
            }
          }
          servers.add(
              BatchFile.of(
                  "servers[%d]".formatted(servers.size()),
                  String.valueOf(fields.get("server")).strip(),
                  values));
        }
      }
    }
    return servers;
  }
}
