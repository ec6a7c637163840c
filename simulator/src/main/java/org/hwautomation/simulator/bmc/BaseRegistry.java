package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The messages of the Base registry (DSP8011) that the simulated BMCs use, in our own words. */
final class BaseRegistry {
  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  static {
    add("Success", "The request completed.", "OK", 0);
    add("Created", "The resource was created.", "OK", 0);
    add("GeneralError", "A general error occurred.", "Critical", 0);
    add("MalformedJSON", "The request body is not valid JSON.", "Critical", 0);
    add("UnrecognizedRequestBody", "The request body is not what was expected.", "Warning", 0);
    add("ResourceMissingAtURI", "There is no resource at %1.", "Critical", 1);
    add("OperationNotAllowed", "The method is not allowed on this resource.", "Critical", 0);
    add("NoValidSession", "There is no valid session.", "Critical", 0);
    add("InsufficientPrivilege", "The account may not do this.", "Critical", 0);
    add("ResourceAtUriUnauthorized", "Access to %1 was refused: %2.", "Critical", 2);
    add("SessionLimitExceeded", "No more sessions can be opened.", "Critical", 0);
    add("ServiceTemporarilyUnavailable", "Try again in %1 seconds.", "Critical", 1);
    add("PropertyUnknown", "The property %1 is not known here.", "Warning", 1);
    add("PropertyMissing", "The property %1 is required.", "Warning", 1);
    add("PropertyNotWritable", "The property %1 is read-only.", "Warning", 1);
    add("PropertyValueNotInList", "The value %1 is not allowed for %2.", "Warning", 2);
    add("PropertyValueTypeError", "The value %1 has the wrong type for %2.", "Warning", 2);
    add("PropertyValueFormatError", "The value %1 has the wrong form for %2.", "Warning", 2);
    add("PropertyValueOutOfRange", "The value %1 is out of range for %2.", "Warning", 2);
    add("PropertyValueConflict", "The value of %1 conflicts with %2.", "Warning", 2);
    add("ActionParameterMissing", "The action %1 needs the parameter %2.", "Critical", 2);
    add("ActionParameterNotSupported", "The parameter %1 is not for %2.", "Warning", 2);
    add("ActionParameterValueNotInList", "%1 is no value of %2 of %3.", "Warning", 3);
    add("CreateLimitReachedForResource", "No more can be created.", "Critical", 0);
    add("ResourceAlreadyExists", "A %1 with %2 %3 exists already.", "Critical", 3);
    add("ResourceCannotBeDeleted", "The resource cannot be deleted.", "Critical", 0);
    add("PreconditionFailed", "The ETag does not match.", "Critical", 0);
    add("PreconditionRequired", "The request needs an If-Match header.", "Critical", 0);
    add("QueryNotSupported", "Query parameters are not supported here.", "Warning", 0);
    add("ResetRequired", "Reset %1 with %2 to let the change take effect.", "Warning", 2);
  }

  private BaseRegistry() {}

  record Entry(String message, String severity, int args) {}

  static Entry entry(String key) {
    var entry = ENTRIES.get(key);
    if (entry == null) {
      throw new IllegalArgumentException("the Base registry here lacks " + key);
    }
    return entry;
  }

  static String fill(String message, String... args) {
    var text = message;
    for (var i = 0; i < args.length; i++) {
      text = text.replace("%" + (i + 1), args[i]);
    }
    return text;
  }

  /** The registry as a resource (DSP0268 MessageRegistry). */
  static Map<String, Object> resource(Dialect dialect) {
    var messages = new LinkedHashMap<String, Object>();
    ENTRIES.forEach(
        (key, entry) -> {
          var message = new LinkedHashMap<String, Object>();
          message.put("Description", entry.message());
          message.put("Message", entry.message());
          message.put("Severity", entry.severity());
          message.put("NumberOfArgs", entry.args());
          var types = new ArrayList<String>();
          for (var i = 0; i < entry.args(); i++) {
            types.add("string");
          }
          message.put("ParamTypes", types);
          message.put("Resolution", "None");
          messages.put(key, message);
        });
    var registry = new LinkedHashMap<String, Object>();
    registry.put("@odata.type", "#MessageRegistry.v1_4_0.MessageRegistry");
    registry.put("Id", "Base." + dialect.odataVersionOfBase() + ".0");
    registry.put("Name", "Base Message Registry");
    registry.put("Language", "en");
    registry.put("RegistryPrefix", "Base");
    registry.put("RegistryVersion", dialect.odataVersionOfBase() + ".0");
    registry.put("OwningEntity", "DMTF");
    registry.put("Messages", messages);
    return registry;
  }

  private static void add(String key, String message, String severity, int args) {
    ENTRIES.put(key, new Entry(message, severity, args));
  }
}
