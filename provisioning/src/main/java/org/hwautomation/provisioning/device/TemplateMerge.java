package org.hwautomation.provisioning.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.device.BiosTemplates.Glob;
import org.hwautomation.provisioning.device.BiosTemplates.Source;
import org.hwautomation.provisioning.device.BiosTemplates.Template;
import org.hwautomation.provisioning.device.BiosTemplates.Wanted;
import org.hwautomation.workflow.Spelling;

/**
 * Device types joined with BIOS templates. A type's own {@code bios_settings} beat {@code
 * template_rules}, which beat its XML template; patterns to preserve add up. Immutable.
 *
 * @param types the device types with all of it
 * @param uses which template went into which device type
 * @param problems templates for no device type, settings that are changed and preserved, and what
 *     the BIOS of an export does not have; where it is and what to write instead
 */
public record TemplateMerge(DeviceTypes types, List<Use> uses, List<Problem> problems) {
  /** A template that belongs to a device type. */
  public record Use(Template template, String deviceType) {}

  public TemplateMerge {
    uses = List.copyOf(uses);
    problems = List.copyOf(problems);
  }

  /** Joins them. */
  public static TemplateMerge of(DeviceTypes types, BiosTemplates templates) {
    return new Merging(types, templates).merged();
  }

  private static final class Merging {
    private final DeviceTypes types;
    private final BiosTemplates templates;
    private final Map<String, List<Template>> ofType = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Merging(DeviceTypes types, BiosTemplates templates) {
      this.types = types;
      this.templates = templates;
    }

    TemplateMerge merged() {
      templates.templates().forEach(this::assign);
      var merged = new LinkedHashMap<String, DeviceType>();
      for (var type : types.all()) {
        merged.put(type.name(), type.with(bios(type)));
      }
      var warnings = new ArrayList<>(types.warnings());
      templates.notes().forEach(note -> warnings.add(note.toString()));
      problems.forEach(problem -> warnings.add(problem.toString()));
      return new TemplateMerge(new DeviceTypes(merged, warnings), uses, problems);
    }

    private void assign(Template template) {
      var type = typeOf(template);
      if (type.isEmpty()) {
        problems.add(new Problem(template.position(), noType(template)));
        return;
      }
      var others = ofType.computeIfAbsent(type.get(), _ -> new ArrayList<>());
      for (var other : others) {
        if (other.source() == template.source()) {
          problems.add(
              new Problem(
                  template.position(),
                  "is a second template for '%s', after %s; that one counts, remove one of them"
                      .formatted(type.get(), other.position())));
          return;
        }
      }
      others.add(template);
      others.sort(Comparator.comparing(Template::source));
      uses.add(new Use(template, type.get()));
    }

    /** By name; {@code s2_c2_small} is {@code s2.c2.small}, but a blank too many is a mistake. */
    private Optional<String> typeOf(Template template) {
      var name = template.name();
      if (types.find(name).isPresent()) {
        return Optional.of(name);
      }
      var same =
          types.names().stream()
              .filter(known -> known.replace('.', '_').equals(name.replace('.', '_')))
              .toList();
      return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }

    private String noType(Template template) {
      var name = template.name();
      var stripped = name.strip();
      if (!stripped.equals(name) && types.find(stripped).isPresent()) {
        return "the file name '%s.xml' has a blank too many; call it '%s.xml'"
            .formatted(name, stripped);
      }
      return "there is no device type '%s'%s%s"
          .formatted(
              name,
              Spelling.hint(name, types.names()),
              template.source() == Source.XML
                  ? "; call the file after its device type, or remove it"
                  : "; write its device type, or remove it");
    }

    private BiosTemplate bios(DeviceType type) {
      var settings = new LinkedHashMap<String, BiosValue>();
      var names = new HashMap<String, String>();
      var preserve = new ArrayList<>(type.bios().preserve());
      templates.preserve().stream()
          .map(Glob::text)
          .filter(glob -> !preserve.contains(glob))
          .forEach(preserve::add);
      for (var template : ofType.getOrDefault(type.name(), List.of())) {
        template
            .settings()
            .forEach(
                (name, wanted) ->
                    settings.put(names.computeIfAbsent(letters(name), _ -> name), wanted.value()));
        preserved(type, preserve, template.settings(), template.position());
        checked(type, template, names);
      }
      var own = new LinkedHashMap<String, Wanted>();
      type.bios()
          .settings()
          .forEach(
              (name, value) -> {
                settings.put(names.computeIfAbsent(letters(name), _ -> name), value);
                own.put(name, new Wanted(value, type.position()));
              });
      preserved(type, preserve, own, type.position());
      return new BiosTemplate(settings, preserve);
    }

    /** Names differ in spelling only: {@code Hyper_Threading}, {@code Hyper-Threading}. */
    private static String letters(String name) {
      var letters = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}/$]", "");
      return letters.isEmpty() ? name : letters;
    }

    private void preserved(
        DeviceType type, List<String> globs, Map<String, Wanted> settings, Position place) {
      var byGlob = new LinkedHashMap<String, List<String>>();
      var first = new HashMap<String, Position>();
      settings.forEach(
          (name, wanted) ->
              new BiosTemplate(Map.of(), globs)
                  .preservedBy(name)
                  .ifPresent(
                      glob -> {
                        byGlob.computeIfAbsent(glob, _ -> new ArrayList<>()).add("'" + name + "'");
                        first.putIfAbsent(glob, wanted.position());
                      }));
      byGlob.forEach(
          (glob, names) ->
              problems.add(
                  new Problem(
                      first.getOrDefault(glob, place),
                      "%s of '%s' %s both changed here and preserved by '%s'%s; what is preserved stays as it is, so remove one of the two"
                          .formatted(
                              listed(names),
                              type.name(),
                              names.size() == 1 ? "is" : "are",
                              glob,
                              placeOf(glob)))));
    }

    private String placeOf(String glob) {
      return templates.preserve().stream()
          .filter(given -> given.text().equals(glob))
          .findFirst()
          .map(given -> " (" + given.position() + ")")
          .orElse("");
    }

    private static String listed(List<String> names) {
      return names.size() <= 4
          ? String.join(", ", names)
          : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
    }

    /** Against the BIOS that the device type's own export shows. */
    private void checked(DeviceType type, Template template, Map<String, String> names) {
      ofType.getOrDefault(type.name(), List.of()).stream()
          .flatMap(other -> other.registry().stream())
          .findFirst()
          .ifPresent(
              registry ->
                  template
                      .settings()
                      .forEach(
                          (name, wanted) ->
                              registry
                                  .objection(
                                      names.getOrDefault(letters(name), name), wanted.value())
                                  .ifPresent(
                                      objection ->
                                          problems.add(
                                              new Problem(
                                                  wanted.position(),
                                                  "'%s' of '%s': %s"
                                                      .formatted(name, type.name(), objection))))));
    }
  }
}
