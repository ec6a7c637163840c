package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What all parts of an engine work with; {@link WorkflowEngineBuilder} says what each means.
 *
 * @param classifier knows the class of the domain's own errors
 * @param random jitter, from 0 to 1
 * @param likeness of which runs the same durations are usual
 */
record EngineSettings(
    WorkflowStore store,
    WorkflowTime time,
    Function<Throwable, Optional<ErrorClass>> classifier,
    Duration grace,
    Duration drain,
    Duration cleanBudget,
    Duration commandInterval,
    DoubleSupplier random,
    ExpressionLanguage expressions,
    ValueTypes types,
    Map<String, Integer> limits,
    MaintenanceWindows windows,
    Function<RunState, String> likeness,
    ThreadFactory threads,
    String description) {}
