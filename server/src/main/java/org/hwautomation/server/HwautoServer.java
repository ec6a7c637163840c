package org.hwautomation.server;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.bridge.Heartbeat;
import org.hwautomation.bridge.Scripts;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.schedule.ScheduledStart;
import org.hwautomation.provisioning.schedule.Scheduler;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.alerts.AlertChannel;
import org.hwautomation.server.alerts.AlertDesk;
import org.hwautomation.server.api.AccountResource;
import org.hwautomation.server.api.ActionResource;
import org.hwautomation.server.api.AlertResource;
import org.hwautomation.server.api.AuditResource;
import org.hwautomation.server.api.BatchResource;
import org.hwautomation.server.api.BiosResource;
import org.hwautomation.server.api.CareResource;
import org.hwautomation.server.api.FirmwareResource;
import org.hwautomation.server.api.HistoryResource;
import org.hwautomation.server.api.LoginResource;
import org.hwautomation.server.api.MaasResource;
import org.hwautomation.server.api.OperationsResource;
import org.hwautomation.server.api.OverviewResource;
import org.hwautomation.server.api.PlanResource;
import org.hwautomation.server.api.RunCommandResource;
import org.hwautomation.server.api.RunResource;
import org.hwautomation.server.api.ScheduleResource;
import org.hwautomation.server.api.ScriptResource;
import org.hwautomation.server.api.ServerResource;
import org.hwautomation.server.api.SettingsResource;
import org.hwautomation.server.api.StreamResource;
import org.hwautomation.server.api.TemplateResource;
import org.hwautomation.server.api.TryOutResource;
import org.hwautomation.server.live.LiveFeed;
import org.hwautomation.server.scripts.ScriptDesk;
import org.hwautomation.server.tryout.TryOutLab;
import org.hwautomation.server.tryout.TryOuts;
import org.hwautomation.workflow.WorkflowStore;

/**
 * The service: REST API, live events, metrics and the page, over one {@link WorkflowManager}, whose
 * runs it executes. Thread-safe.
 *
 * <pre>{@code
 * try (var server = HwautoServer.start(manager, ServerSettings.DEFAULT)) {
 *   System.out.println(server.address());
 *   ...
 * }
 * }</pre>
 */
public final class HwautoServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ServerSettings settings;
  private final Access access;
  private final WorkflowStore.Owner owner;
  private final JvmGcMetrics collections;
  private final LiveFeed feed;
  private final Upkeep upkeep;
  private final Scheduler scheduler;
  private final BatchDesk batches;
  private final AlertDesk alerts;
  private final TryOuts tryOuts;
  private final ScriptDesk scripts;
  private final List<Route> routes;
  private final WebServer web;

  private HwautoServer(
      WorkflowManager manager,
      ServerSettings settings,
      Optional<TryOutLab> lab,
      Scripts functions,
      Optional<Tls> tls,
      List<AlertChannel> receivers) {
    this.settings = settings;
    var store = manager.store();
    access = Access.of(store);
    var what = "hwauto serve, process " + ProcessHandle.current().pid();
    owner = store.registerOwner(what);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    WaitMetrics.of(manager, registry);
    collections = new JvmGcMetrics();
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    feed =
        LiveFeed.start(store, manager.engine().time(), new RunMetrics(manager, registry)::changed);
    upkeep = Upkeep.start(manager, new Retention(manager, registry));
    scheduler = Scheduler.start(store, new ScheduledStart(manager), manager.engine().time(), what);
    batches = BatchDesk.start(manager, owner.id());
    alerts = AlertDesk.start(manager, owner.id(), receivers, settings.site(), registry);
    tryOuts = new TryOuts(lab, manager.engine().time(), TryOuts.Limits.USUAL);
    scripts = new ScriptDesk(manager, functions, Heartbeat.DEFAULT);
    routes = new ArrayList<>();
    routes.addAll(new LoginResource(access, settings).routes());
    routes.addAll(new OverviewResource(manager, settings.site()).routes());
    routes.addAll(new ServerResource(manager).routes());
    routes.addAll(new HistoryResource(manager).routes());
    routes.addAll(new RunResource(manager).routes());
    routes.addAll(new RunCommandResource(manager).routes());
    routes.addAll(new CareResource(manager).routes());
    routes.addAll(new AlertResource(manager, alerts).routes());
    routes.addAll(new BatchResource(manager).routes());
    routes.addAll(new StreamResource(manager, feed).routes());
    routes.addAll(new TemplateResource(manager).routes());
    routes.addAll(new TryOutResource(manager, tryOuts).routes());
    routes.addAll(new ScriptResource(scripts, settings.version()).routes());
    routes.addAll(new ScheduleResource(manager).routes());
    routes.addAll(new ActionResource(manager).routes());
    routes.addAll(new PlanResource(manager).routes());
    routes.addAll(new FirmwareResource(manager).routes());
    routes.addAll(new BiosResource(manager).routes());
    routes.addAll(new MaasResource(manager).routes());
    routes.addAll(new AuditResource(manager).routes());
    routes.addAll(new SettingsResource(manager).routes());
    routes.addAll(new AccountResource(access).routes());
    routes.addAll(new OperationsResource(manager, registry, this::openApi).routes());
    web = listen(new Gate(access), new Repeats(store.idempotencyKeys(), owner.id()), registry, tls);
  }

  /**
   * Starts it; it answers when this returns. Templates can't be tried out with it.
   *
   * @throws ServiceStartException if it can't listen there, or the TLS files or {@code
   *     alerts.root_certificate} can't be used
   */
  public static HwautoServer start(WorkflowManager manager, ServerSettings settings) {
    return start(manager, settings, Optional.empty(), new Scripts());
  }

  /**
   * As {@link #start(WorkflowManager, ServerSettings)}.
   *
   * @param lab where templates are tried out
   * @param scripts whose {@link Scripts#function} is among the manager's actions
   */
  public static HwautoServer start(
      WorkflowManager manager, ServerSettings settings, TryOutLab lab, Scripts scripts) {
    return start(manager, settings, Optional.of(lab), scripts);
  }

  private static HwautoServer start(
      WorkflowManager manager, ServerSettings settings, Optional<TryOutLab> lab, Scripts scripts) {
    return new HwautoServer(
        manager,
        settings,
        lab,
        scripts,
        settings.tls().map(ServerTls::of),
        AlertChannel.of(manager.configuration().alerts(), manager.engine().time()));
  }

  private java.util.Map<String, @org.jspecify.annotations.Nullable Object> openApi() {
    return OpenApi.document(routes, settings.version());
  }

  private WebServer listen(
      Gate gate, Repeats repeats, PrometheusMeterRegistry registry, Optional<Tls> tls) {
    var headers = new SecurityHeaders(settings.tls().isPresent());
    var metrics = new RequestMetrics(registry);
    var routing = HttpRouting.builder();
    for (var route : routes) {
      routing.route(
          route.method(), route.path(), new RouteHandler(route, gate, repeats, headers, metrics));
    }
    var rest = new Fallback(routes, gate, new Page(headers), headers);
    routing.any((Handler) rest);
    var building =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .connectionOptions(options -> options.tcpNoDelay(true)) // or small answers take 40 ms
            .shutdownHook(false)
            .shutdownGracePeriod(GRACE)
            .maxPayloadSize(4L * RequestReader.LARGEST)
            .directHandlers(BrokenRequests.handlers(headers))
            .routing(routing);
    tls.ifPresent(building::tls);
    try {
      return building.build().start();
    } catch (RuntimeException e) {
      close(null);
      throw new ServiceStartException(
          "can't listen on %s port %d: %s; name another with --port or --host"
              .formatted(settings.host(), settings.port(), rootMessage(e)),
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Where it listens. */
  public URI address() {
    return URI.create(
        "%s://%s:%d/"
            .formatted(
                settings.tls().isPresent() ? "https" : "http",
                settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host(),
                web.port()));
  }

  public Access access() {
    return access;
  }

  /** All that it serves. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Stops gently: listeners are told to come back, requests under way are finished. */
  @Override
  public void close() {
    close(web);
  }

  private void close(@org.jspecify.annotations.Nullable WebServer started) {
    scheduler.close();
    upkeep.close();
    batches.close();
    alerts.close();
    tryOuts.close();
    scripts.close();
    feed.close();
    collections.close();
    if (started != null) {
      started.stop();
    }
    owner.close();
  }
}
