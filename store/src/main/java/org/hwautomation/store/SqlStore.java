package org.hwautomation.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.Command;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LimitClaim;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.LockWait;
import org.hwautomation.workflow.NewRun;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.UsualDuration;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStore;
import org.hwautomation.workflow.WorkflowTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything durable in one SQL database: runs and their journal, owners, locks, commands and
 * secrets; and beside them the server inventory, power states, quarantined logins, host keys, TLS
 * pins and the audit.
 *
 * <p>Thread-safe, and safe for many processes at once. Opening makes nobody an executor: {@link
 * #registerOwner} does. Calls wait uninterruptibly and leave the interrupt flag as it was; a write
 * that returned has been synced, one that threw has changed nothing, unless its error says that
 * this could not be learned.
 */
public abstract sealed class SqlStore implements WorkflowStore permits SqliteStore, PostgresStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

  private final Database database;
  private final WorkflowTime time;
  private final Liveness owners;
  private final RunTransactions runs;
  private final ProgressTable progress;
  private final SecretTable secrets;
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  SqlStore(Database database, WorkflowTime time, Liveness owners, SecretTable secrets) {
    this.database = database;
    this.time = time;
    this.owners = owners;
    this.runs = new RunTransactions(owners);
    this.progress = new ProgressTable(database);
    this.secrets = secrets;
  }

  /** The servers. */
  public ServerInventory inventory() {
    return new ServerInventory(database, time);
  }

  /** When servers were switched on and off. */
  public PowerStateHistory powerStates() {
    return new PowerStateHistory(database, time);
  }

  /** What the original did before. */
  public OriginalHistory originalHistory() {
    return new OriginalHistory(database);
  }

  /**
   * Takes the rows of a database that the original wrote, in one transaction: servers, its workflow
   * history and its power states. What is there already is not added again. A server that is there
   * keeps what it says; where it says nothing it is filled. Audited if anything was taken.
   *
   * @param file only read, as it is at one moment; others may be writing to it
   * @param actor who wants it, such as {@code cli:alice}
   * @param onlyTry true to take nothing, and learn what would be taken
   * @throws IllegalArgumentException if the file is not there, is not of the original, or is this
   *     database itself
   * @throws UnusableDatabaseException if the file is damaged, of another program or of a newer
   *     version
   */
  public OriginalImport.Imported importOriginal(Path file, String actor, boolean onlyTry) {
    return OriginalImport.run(database, time, file, actor, onlyTry);
  }

  /** Logins that were refused and are not tried again. */
  public Quarantine quarantine() {
    return new Quarantine(database, time, secrets);
  }

  /** SSH host keys by scope. */
  public HostKeys hostKeys() {
    return new HostKeys(database, time);
  }

  /** TLS certificates that were pinned. */
  public TlsPins tlsPins() {
    return new TlsPins(database, time);
  }

  /** What became of firmware updates. */
  public FirmwareResults firmwareResults() {
    return new FirmwareResults(database, time);
  }

  /** Which firmware versions a kind of board has been seen to run. */
  public FirmwareTrials firmwareTrials() {
    return new FirmwareTrials(database, time);
  }

  /** Servers that are not handed over. */
  public ServerHolds holds() {
    return new ServerHolds(database, time);
  }

  /** What is started when. */
  public Schedules schedules() {
    return new Schedules(database, time);
  }

  /** The times of schedules that came. */
  public Firings firings() {
    return new Firings(database, time, owners);
  }

  /** Many servers brought to ready together. */
  public ServerBatches batches() {
    return new ServerBatches(database, time, owners);
  }

  /** Who looks after runs that need a person. */
  public RunCare runCare() {
    return new RunCare(database, time);
  }

  /** Causes that people are told of. */
  public Alerts alerts() {
    return new Alerts(database, time, owners);
  }

  /** What becomes of old runs. */
  public RunRetention retention() {
    return new RunRetention(database, time);
  }

  /** Which runs changed, in order. */
  public RunFeed feed() {
    return new RunFeed(database);
  }

  /** What requests with an idempotency key were answered. */
  public IdempotencyKeys idempotencyKeys() {
    return new IdempotencyKeys(database, time, owners, secrets);
  }

  /** The texts that templates had. */
  public TemplateVersions templateVersions() {
    return new TemplateVersions(database, time);
  }

  /** The runs of those ids that there are, in any order. */
  public List<RunRecord> runs(Collection<String> runIds) {
    var runs = new ArrayList<RunRecord>();
    for (var batch : Batches.of(runIds)) {
      runs.addAll(database.read(session -> RunTable.of(session, batch)));
    }
    return runs;
  }

  /** The runs that a person looks for, newest first. */
  public List<RunRecord> search(RunSearch search) {
    return database.read(session -> RunTable.search(session, search));
  }

  /** How many runs a search finds, whatever its page and limit. */
  public long count(RunSearch search) {
    return database.read(session -> RunTable.count(session, search));
  }

  /** How many runs there are of each status and phase; of what there is none, nothing. */
  public List<RunCount> countRuns() {
    return database.read(RunCount::all);
  }

  /** Who did what that needs a reason. */
  public Audit audit() {
    return new Audit(database, time);
  }

  /** Accounts of people. */
  public UserAccounts accounts() {
    return new UserAccounts(database, time);
  }

  /** Tokens of programs. */
  public ApiTokens apiTokens() {
    return new ApiTokens(database, time);
  }

  /** Who is logged in. */
  public LoginSessions loginSessions() {
    return new LoginSessions(database, time);
  }

  /** Where recorded instants come from. */
  public WorkflowTime time() {
    return time;
  }

  @Override
  public Owner registerOwner(String description) {
    var id = UUID.randomUUID().toString();
    owners.hold(id);
    try {
      database.change(
          session -> {
            OwnerTable.endTheDead(session, owners, time.now());
            OwnerTable.add(session, id, description, time.now());
            FeedTable.dropOld(session);
          });
    } catch (RuntimeException e) {
      owners.release(id);
      throw e;
    }
    registered.add(id);
    return new Registration(id);
  }

  @Override
  public boolean isAlive(String owner) {
    return database.read(session -> owners.isAlive(session, owner));
  }

  @Override
  public void create(NewRun run) {
    var rows = JournalRow.of(run.entries());
    database.change(
        session -> {
          runs.create(session, run, rows);
        });
  }

  @Override
  public long takeOver(String runId, String owner) {
    return database.write(session -> runs.takeOver(session, runId, owner));
  }

  @Override
  public Map<String, Long> takeOver(Collection<String> runIds, String owner) {
    return database.write(session -> runs.takeOver(session, runIds, owner));
  }

  @Override
  public void append(Append append) {
    appendAll(List.of(append));
  }

  @Override
  public void appendAll(List<Append> appends) {
    var rows = appends.stream().map(append -> JournalRow.of(append.entries())).toList();
    Writer.Change change =
        session -> {
          for (var i = 0; i < appends.size(); i++) {
            runs.append(session, appends.get(i), rows.get(i), time.now());
          }
        };
    if (appends.stream().anyMatch(append -> append.releaseLocks() || append.takeLocks())) {
      database.change(change); // concerns all who want the locks
    } else {
      database.changeRun(change);
    }
  }

  @Override
  public long epoch(String runId) {
    return database.read(
        session -> session.number("SELECT epoch AS n FROM run WHERE run_id = ?", runId));
  }

  @Override
  public List<JournalEntry> entries(String runId, long afterSeq) {
    return database.read(session -> JournalTable.after(session, runId, afterSeq));
  }

  @Override
  public Map<String, List<JournalEntry>> entriesOf(Collection<String> runIds) {
    var all = new LinkedHashMap<String, List<JournalEntry>>();
    for (var batch : Batches.of(runIds)) {
      for (var entry : database.read(session -> JournalTable.of(session, batch))) {
        all.computeIfAbsent(entry.runId(), run -> new ArrayList<>()).add(entry);
      }
    }
    return all;
  }

  @Override
  public Optional<RunRecord> run(String runId) {
    return database.read(session -> RunTable.find(session, runId));
  }

  @Override
  public Optional<RunRecord> latestRun(String workflowId) {
    return database.read(session -> RunTable.latest(session, workflowId));
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return database.read(session -> RunTable.list(session, query));
  }

  @Override
  public List<LockHolder> locks() {
    return database.read(LockTable::all);
  }

  @Override
  public List<LockWait> lockWaits() {
    return database.read(LockWaitTable::all);
  }

  @Override
  public List<String> lockTurns(String owner) {
    return database.read(session -> LockWaitTable.turns(session, owners, owner));
  }

  @Override
  public boolean takeLimit(LimitClaim claim) {
    return database.write(session -> LimitTable.take(session, owners, claim));
  }

  @Override
  public void releaseLimit(LimitClaim claim) {
    database.change(
        session -> {
          LimitTable.release(session, claim);
        });
  }

  @Override
  public void learnDuration(String what, Duration took) {
    database.changeLater(
        session -> {
          DurationTable.add(session, what, took);
        });
  }

  @Override
  public Optional<UsualDuration> usualDuration(String what) {
    return database.read(session -> DurationTable.find(session, what));
  }

  @Override
  public Map<String, UsualDuration> usualDurations(String beginning) {
    return database.read(session -> DurationTable.findAll(session, beginning));
  }

  @Override
  public void submit(Command command) {
    database.change(
        session -> {
          RunTransactions.requireLive(session, command.runId());
          CommandTable.add(session, command);
        });
  }

  @Override
  public List<Command> pendingCommands(String owner) {
    return database.read(session -> CommandTable.pending(session, owner));
  }

  @Override
  public List<Command> pendingCommandsOf(String runId) {
    return database.read(session -> CommandTable.pendingOf(session, runId));
  }

  @Override
  public Value.SecretReference keepSecret(String name, String clearText) {
    return secrets.keep(name, clearText);
  }

  @Override
  public Optional<String> secret(Value.SecretReference reference) {
    return secrets.find(reference);
  }

  @Override
  public void publishProgress(String runId, LiveProgress now) {
    progress.publish(runId, now);
  }

  @Override
  public Map<String, LiveProgress> progressOf(Collection<String> runIds) {
    return progress.of(runIds);
  }

  @Override
  public Optional<LiveProgress> progress(String runId) {
    return progress.of(runId);
  }

  /**
   * Writes what is queued, gives the owners up that were registered here, and closes the database.
   */
  @Override
  public void close() {
    registered.forEach(this::giveUp);
    database.close();
  }

  private void giveUp(String owner) {
    if (!registered.remove(owner)) {
      return;
    }
    try {
      database.change(
          session -> {
            OwnerTable.end(session, owner, time.now());
          });
    } catch (StoreException e) {
      LOG.debug("that owner {} ended is seen by its lock only: {}", owner, e.getMessage());
    } finally {
      owners.release(owner);
    }
  }

  /** Who hears from now on how long callers waited for the database; nobody does at first. */
  public void observedBy(StoreObserver observer) {
    database.observedBy(observer);
  }

  /** How many writes wait for the one thread that writes. */
  public int waitingWrites() {
    return database.queued();
  }

  Database database() {
    return database;
  }

  Liveness owners() {
    return owners;
  }

  private final class Registration implements Owner {
    private final String id;

    Registration(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void close() {
      giveUp(id);
    }
  }
}
