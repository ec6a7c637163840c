package org.hwautomation.simulator.bmc;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tasks: DSP0266 12.2 (asynchronous operations), DSP0268 Task. On an iDRAC each job is also a task
 * with the job's id; the others have tasks for firmware updates alone.
 */
final class TaskRoutes {
  private static final String SERVICE = "/redfish/v1/TaskService";
  private static final String TASKS = SERVICE + "/Tasks";

  private final Tree tree;
  private final UpdateTasks updates;

  TaskRoutes(Tree tree) {
    this.tree = tree;
    this.updates = new UpdateTasks(tree);
  }

  List<Route> routes() {
    return List.of(
        tree.get(SERVICE, request -> RedfishResponse.ok(service())),
        tree.get(TASKS, request -> RedfishResponse.ok(all())),
        tree.get(
            TASKS + "/{}",
            request ->
                tree.jobs()
                    .job(request.part())
                    .map(job -> RedfishResponse.ok(task(job)))
                    .orElseGet(() -> RedfishResponse.ok(updates.task(request.part())))));
  }

  static Map<String, Object> task(DellJobs.Job job) {
    var body =
        Resource.of(
            TASKS + "/" + job.id(), "#Task.v1_6_0.Task", job.id(), "Configure: BIOS.Setup.1-1");
    body.put("TaskState", job.state().taskState());
    body.put("TaskStatus", job.state().taskStatus());
    body.put("PercentComplete", job.percent());
    body.put("StartTime", ManagerRoutes.time(job.created()));
    if (job.ended() != null) {
      body.put("EndTime", ManagerRoutes.time(job.ended()));
    }
    body.put("TaskMonitor", DellRoutes.MONITORS + "/" + job.id());
    body.put("Messages", List.of(Map.of("MessageId", job.messageId(), "Message", job.message())));
    return body;
  }

  private Map<String, Object> service() {
    var body =
        Resource.of(SERVICE, "#TaskService.v1_2_0.TaskService", "TaskService", "Task Service");
    body.put("ServiceEnabled", true);
    body.put("DateTime", ManagerRoutes.time(tree.server().time().now()));
    body.put("Tasks", Resource.link(TASKS));
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> all() {
    return Resource.collection(
        TASKS,
        "TaskCollection",
        "Task Collection",
        Stream.concat(tree.jobs().all().stream().map(DellJobs.Job::id), updates.ids().stream())
            .map(id -> TASKS + "/" + id)
            .toList());
  }
}
