package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hwautomation.definitions.DefinitionFormat;
import org.hwautomation.definitions.DefinitionLibrary;
import org.hwautomation.definitions.DefinitionReader;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.DefinitionTree;
import org.hwautomation.provisioning.catalogue.Parameters;
import org.hwautomation.provisioning.catalogue.TemplateEditor;
import org.hwautomation.provisioning.catalogue.TemplateEditor.Basis;
import org.hwautomation.provisioning.catalogue.TemplateEditor.ChangedMeanwhileException;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.ProblemException;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.TemplateVersions.TemplateVersion;
import org.hwautomation.workflow.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

/** Templates: listed, read, checked, saved, with all the texts they had. */
public final class TemplateResource {
  private static final Shape TEXT = text(DefinitionReader.MAX_BYTES);
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);
  private static final RouteParameter NAME = RouteParameter.path("template", "its name");

  private static final Shape ROW =
      Shape.named(
          "TemplateRow",
          object(
              required("name", text(), "its name"),
              required("origin", text(), "the file, or shipped"),
              optional("shadows", text(), "what it is used instead of"),
              optional("description", text(), "what it does"),
              optional("inputs", COUNT, "how many inputs it declares"),
              optional("steps", COUNT, "how many steps it has"),
              optional("problem", text(100_000), "why it can't be used")));

  private static final Shape TEMPLATE =
      Shape.named(
          "Template",
          object(
              required("name", text(), "its name"),
              required("origin", text(), "the file, or shipped"),
              required("format", oneOf("yaml", "json"), "of the text"),
              required("text", TEXT, "as it stands in the file"),
              optional("tree", map(any()), "its steps; null if the text is wrong"),
              required("inputs", list(any()), "what it takes"),
              required("problems", list(any()), "what is wrong with the text")));

  private static final Shape CHECKED =
      object(
          required("valid", flag(), "true if it could be saved"),
          required(
              "problems",
              list(
                  object(
                      optional("line", COUNT, "from 1"),
                      optional("column", COUNT, "from 1"),
                      required("message", text(100_000), "what, and what to do"))),
              "all that is wrong, in the order of the text"),
          optional("tree", map(any()), "its steps"),
          required("inputs", list(any()), "what it takes"));

  private static final Shape VERSION =
      Shape.named(
          "TemplateVersion",
          object(
              required("version", COUNT, "from 1"),
              required("at", instant(), "when it was saved"),
              required("actor", text(), "by whom"),
              required("message", text(), "why"),
              optional("format", text(), "yaml or json"),
              optional("text", TEXT, "the text")));

  private static final Pattern PLACE = Pattern.compile("^.*?:(\\d+):(\\d+): (.*)$", Pattern.DOTALL);

  private final WorkflowManager manager;
  private final TemplateEditor editor;

  public TemplateResource(WorkflowManager manager) {
    this.manager = manager;
    this.editor = new TemplateEditor(manager);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/templates", "listTemplates", "What can be run")
            .gives(Shapes.page(ROW))
            .by(this::listTemplates),
        Route.post(
                "/api/v1/templates/check",
                "checkTemplate",
                "What is wrong with a text; saves nothing")
            .takes(
                object(
                    required("text", TEXT, "the definition"),
                    optional("format", oneOf("yaml", "json"), "yaml if not given")))
            .gives(CHECKED)
            .by(this::check),
        Route.get("/api/v1/templates/{template}", "showTemplate", "A template's text and steps")
            .with(NAME)
            .gives(TEMPLATE)
            .by(this::show),
        Route.put(
                "/api/v1/templates/{template}",
                "saveTemplate",
                "Saves a text; one with a mistake is refused")
            .role(Role.OPERATOR)
            .with(
                NAME,
                RouteParameter.header("If-Match", text(200), "the ETag of the text it is based on"),
                RouteParameter.header("If-None-Match", text(10), "* for one that there is not yet"))
            .takes(
                object(
                    required("text", TEXT, "the definition"),
                    optional("format", oneOf("yaml", "json"), "yaml if not given"),
                    optional("message", text(1_000), "why")))
            .gives(
                object(
                    required("name", text(), "its name"), required("version", COUNT, "its number")))
            .by(this::save),
        Route.get(
                "/api/v1/templates/{template}/versions",
                "listTemplateVersions",
                "The texts it had, newest first")
            .with(NAME)
            .gives(Shapes.page(VERSION))
            .by(this::versions),
        Route.get(
                "/api/v1/templates/{template}/versions/{version}",
                "showTemplateVersion",
                "A text it had")
            .with(NAME, RouteParameter.path("version", "its number"))
            .gives(VERSION)
            .by(this::version));
  }

  private Answer listTemplates(Call call) {
    return Pages.all(manager.library().entries().stream().map(this::row).toList());
  }

  private Map<String, @Nullable Object> row(DefinitionLibrary.Entry entry) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("name", entry.name());
    row.put("origin", entry.origin());
    row.put("shadows", entry.shadows().orElse(null));
    try {
      var definition = manager.library().get(entry.name());
      row.put("description", definition.description());
      row.put("inputs", definition.inputs().size());
      row.put("steps", definition.placed().size());
      row.put("problem", null);
    } catch (BadFileException e) {
      row.put("problem", e.problems().getFirst());
    }
    return row;
  }

  private Answer show(Call call) {
    var name = name(call);
    var found = manager.library().text(name);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", name);
    document.put("origin", found.file().map(Object::toString).orElse("shipped"));
    document.put("format", found.format().wireName());
    document.put("text", found.text());
    document.putAll(judged(name, found.format(), found.text()));
    return Answer.of(document).with("ETag", "\"" + TemplateEditor.tag(found.text()) + "\"");
  }

  private Answer check(Call call) {
    return Answer.of(judged("text", format(call), call.text("text")));
  }

  /** The definition of a text, or what is wrong with it. */
  private Map<String, @Nullable Object> judged(String name, DefinitionFormat format, String text) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    try {
      var definition = manager.library().reader().read(name, format, text);
      document.put("valid", true);
      document.put("problems", List.of());
      document.put("description", definition.description());
      document.put("tree", tree(definition));
      document.put("inputs", definition.inputs().stream().map(Parameters::document).toList());
    } catch (BadFileException e) {
      document.put("valid", false);
      document.put("problems", e.problems().stream().map(TemplateResource::problem).toList());
      document.put("tree", null);
      document.put("inputs", List.of());
    }
    return document;
  }

  private Map<String, @Nullable Object> tree(WorkflowDefinition definition) {
    return new DefinitionTree(definition, manager.engine().actions()).document();
  }

  private static Map<String, @Nullable Object> problem(String text) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    var place = PLACE.matcher(text);
    var found = place.matches();
    document.put("line", found ? Integer.parseInt(place.group(1)) : null);
    document.put("column", found ? Integer.parseInt(place.group(2)) : null);
    document.put("message", found ? place.group(3) : text);
    return document;
  }

  private Answer save(Call call) {
    var name = name(call);
    try {
      var version =
          editor.save(
              name,
              format(call),
              call.text("text"),
              call.words("message").orElse("changed"),
              basis(call),
              call.actor());
      return Answer.of(Map.of("name", name, "version", version))
          .with("ETag", "\"" + TemplateEditor.tag(call.text("text")) + "\"");
    } catch (ChangedMeanwhileException e) {
      throw Problem.of(
              "changed-meanwhile", 412, "It is not what it was", String.valueOf(e.getMessage()))
          .withHint("Read it again, make your change to that, and save it with its ETag.")
          .exception();
    } catch (BadFileException e) {
      throw refused(e);
    }
  }

  /** A text with mistakes is neither saved nor run. */
  static ProblemException refused(BadFileException e) {
    return Problem.of("bad-template", 422, "The template is wrong", e.problems().getFirst())
        .withHint("POST /api/v1/templates/check says what is wrong without saving.")
        .withFields(
            e.problems().stream().limit(50).map(text -> new Shape.Wrong("text", text)).toList())
        .exception();
  }

  private static Basis basis(Call call) {
    var fresh = call.header("If-None-Match").filter("*"::equals).isPresent();
    var based = call.header("If-Match").map(tag -> tag.replace("\"", "").replaceFirst("^W/", ""));
    if (fresh == based.isPresent()) {
      throw Problem.of(
              "basis-needed",
              428,
              "Say what the change is based on",
              "either If-Match or If-None-Match: * must be sent")
          .withHint("Send If-Match with the ETag of GET, or If-None-Match: * for a new template.")
          .exception();
    }
    return new Basis(based);
  }

  private Answer versions(Call call) {
    return Pages.all(
        manager.store().templateVersions().of(name(call)).stream()
            .map(version -> document(version, false))
            .toList());
  }

  private Answer version(Call call) {
    var number = call.in("version");
    return Optional.of(number)
        .filter(text -> text.matches("\\d{1,9}"))
        .flatMap(
            text -> manager.store().templateVersions().find(name(call), Integer.parseInt(text)))
        .map(version -> Answer.of(document(version, true)))
        .orElseThrow(
            () ->
                Problem.of(
                        "version-not-found",
                        404,
                        "There is no such version",
                        "template '%s' has no version %s".formatted(name(call), number))
                    .exception());
  }

  private static Map<String, @Nullable Object> document(TemplateVersion version, boolean whole) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("version", version.version());
    document.put("at", version.at().toString());
    document.put("actor", version.actor());
    document.put("message", version.message());
    document.put("format", version.format());
    if (whole) {
      document.put("text", version.text());
    }
    return document;
  }

  private static String name(Call call) {
    return call.in("template").replace('-', '_');
  }

  static DefinitionFormat format(Call call) {
    return DefinitionFormat.valueOf(
        call.optionalText("format").orElse("yaml").toUpperCase(Locale.ROOT));
  }
}
