package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.BiosAttribute;
import org.hwautomation.simulator.BiosDependency;

/**
 * Registries: DSP0268 MessageRegistryFile and AttributeRegistry, DSP0266 9.5.11. Captures: an
 * iDRAC's {@code Bios.AttributeRegistry} differs from the registry file's id in the last number; a
 * Supermicro writes the name in four ways, and its registry lies outside {@code /redfish} and names
 * enumeration values by number, while {@code Attributes} hold the display names.
 */
final class RegistryRoutes {
  private static final String REGISTRIES = "/redfish/v1/Registries";

  private final Tree tree;
  private final Dialect dialect;

  RegistryRoutes(Tree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
  }

  List<Route> routes() {
    var baseId = dialect.dell() ? "BaseMessages" : "Base." + dialect.odataVersionOfBase() + ".0";
    var basePath = REGISTRIES + "/" + baseId;
    var baseUri = dialect.dell() ? basePath + "/BaseRegistry.json" : basePath + "/en";
    var biosPath = REGISTRIES + "/" + dialect.registryId();
    return List.of(
        tree.get(
            REGISTRIES,
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        REGISTRIES,
                        "MessageRegistryFileCollection",
                        "Registry File Collection",
                        List.of(basePath, biosPath)))),
        tree.get(
            basePath,
            request ->
                RedfishResponse.ok(file(baseId, "Base." + dialect.odataVersionOfBase(), baseUri))),
        tree.get(baseUri, request -> RedfishResponse.ok(BaseRegistry.resource(dialect))),
        tree.get(
            biosPath,
            request ->
                RedfishResponse.ok(file(dialect.registryId(), registry(), dialect.registryUri()))),
        tree.get(dialect.registryUri(), request -> RedfishResponse.ok(attributes())));
  }

  private String registry() {
    return switch (dialect.personality()) {
      case DELL -> "BiosAttributeRegistry1.0";
      case HPE -> dialect.registryId();
      case SUPERMICRO -> "BiosAttributeRegistry.1.0.0";
    };
  }

  private static Map<String, Object> file(String id, String registry, String uri) {
    var body =
        Resource.of(
            REGISTRIES + "/" + id,
            "#MessageRegistryFile.v1_1_3.MessageRegistryFile",
            id,
            id + " Registry File");
    body.put("Languages", List.of("en"));
    body.put("Registry", registry);
    body.put("Location", List.of(Map.of("Language", "en", "Uri", uri)));
    return body;
  }

  private Map<String, Object> attributes() {
    tree.server().maas().planned();
    var registry = tree.server().bios().registry();
    var body = new LinkedHashMap<String, Object>();
    body.put("@odata.id", dialect.registryUri());
    body.put("@odata.type", "#AttributeRegistry.v1_3_0.AttributeRegistry");
    body.put("Id", dialect.supermicro() ? "BiosAttributeRegistry.1_0_0" : dialect.registryName());
    body.put("Name", "BIOS Attribute Registry");
    body.put("Language", "en");
    body.put("OwningEntity", tree.server().personality().manufacturer());
    body.put("RegistryVersion", registry.version());
    body.put(
        "SupportedSystems",
        List.of(
            Map.of(
                "ProductName",
                tree.server().personality().product(),
                "FirmwareVersion",
                tree.server().firmware().version("BIOS"))));
    body.put(
        "RegistryEntries",
        Map.of(
            "Attributes",
            registry.attributes().stream().map(this::attribute).toList(),
            "Dependencies",
            registry.dependencies().stream().map(RegistryRoutes::dependency).toList()));
    return body;
  }

  private Map<String, Object> attribute(BiosAttribute attribute) {
    var body = new LinkedHashMap<String, Object>();
    body.put("AttributeName", attribute.name());
    body.put("DisplayName", attribute.displayName());
    body.put("Type", attribute.type().label());
    body.put("MenuPath", attribute.menuPath());
    body.put("ReadOnly", attribute.readOnly());
    body.put("Hidden", false);
    body.put("Immutable", false);
    if (!dialect.supermicro()) {
      body.put("ResetRequired", true);
    }
    body.put("WriteOnly", attribute.type() == BiosAttribute.Type.PASSWORD);
    if (attribute.initial() != null) {
      body.put("DefaultValue", attribute.initial());
    }
    put(body, "LowerBound", attribute.lower());
    put(body, "UpperBound", attribute.upper());
    put(body, "ScalarIncrement", attribute.increment());
    put(body, "MinLength", attribute.minLength());
    put(body, "MaxLength", attribute.maxLength());
    if (attribute.type() == BiosAttribute.Type.ENUMERATION) {
      body.put(
          "Value",
          attribute.values().stream()
              .map(
                  value ->
                      Map.of("ValueName", value.name(), "ValueDisplayName", value.displayName()))
              .toList());
    }
    return body;
  }

  private static void put(
      Map<String, Object> body, String name, @org.jspecify.annotations.Nullable Integer value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static Map<String, Object> dependency(BiosDependency dependency) {
    return Map.of(
        "DependencyFor",
        dependency.to(),
        "Type",
        "Map",
        "Dependency",
        Map.of(
            "MapFrom",
            List.of(
                Map.of(
                    "MapFromAttribute",
                    dependency.from(),
                    "MapFromProperty",
                    "CurrentValue",
                    "MapFromCondition",
                    dependency.equal() ? "EQU" : "NEQ",
                    "MapFromValue",
                    dependency.value())),
            "MapToAttribute",
            dependency.to(),
            "MapToProperty",
            dependency.property(),
            "MapToValue",
            dependency.result()));
  }
}
