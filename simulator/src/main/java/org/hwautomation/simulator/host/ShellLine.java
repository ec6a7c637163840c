package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line as a POSIX shell splits it (IEEE 1003.1 chapter 2): words with single, double and
 * backslash quoting, the connectors {@code ;}, {@code &&}, {@code ||} and newline, pipelines, and
 * redirections to files. What this simulated shell does not know (substitutions, globs, background
 * jobs) is refused rather than guessed at.
 */
record ShellLine(List<Pipeline> pipelines) {

  /** When a pipeline runs, given how the one before it ended. */
  enum Connector {
    ALWAYS,
    IF_SUCCEEDED,
    IF_FAILED
  }

  /** Commands whose output feeds the next one's input; the last one's exit code counts. */
  record Pipeline(Connector connector, List<Command> commands) {}

  /** One command: its words and where its streams go. */
  record Command(List<String> words, Redirections redirections) {}

  /**
   * Where the streams go.
   *
   * @param input a file for standard input
   * @param output a file for standard output
   * @param append whether output is added to the file
   * @param errors a file for standard error
   * @param errorsToOutput whether standard error joins standard output
   */
  record Redirections(
      Optional<String> input,
      Optional<String> output,
      boolean append,
      Optional<String> errors,
      boolean errorsToOutput) {
    static final Redirections NONE =
        new Redirections(Optional.empty(), Optional.empty(), false, Optional.empty(), false);
  }

  /** A line this shell cannot read; the message is what a shell would print after its name. */
  static final class SyntaxException extends RuntimeException {
    SyntaxException(String message) {
      super(message);
    }
  }

  /**
   * Splits a line.
   *
   * @throws SyntaxException where it is no command line or uses what this shell does not know
   */
  static ShellLine parse(String text) {
    return new Parser(text).parse();
  }

  private static final class Parser {
    private final String text;
    private int at;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private List<Command> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private Redirections redirections = Redirections.NONE;
    private Connector connector = Connector.ALWAYS;

    Parser(String text) {
      this.text = text;
    }

    ShellLine parse() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t') {
          at++;
        } else if (c == '#') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else if (c == ';' || c == '\n') {
          at++;
          endPipeline(Connector.ALWAYS, c == '\n' ? "newline" : ";");
        } else if (text.startsWith("&&", at)) {
          at += 2;
          endPipeline(Connector.IF_SUCCEEDED, "&&");
        } else if (text.startsWith("||", at)) {
          at += 2;
          endPipeline(Connector.IF_FAILED, "||");
        } else if (c == '|') {
          at++;
          endCommand("|");
        } else if (!redirection()) {
          words.add(word());
        }
      }
      boolean dangling = connector != Connector.ALWAYS || !commands.isEmpty();
      if (dangling && words.isEmpty()) {
        throw new SyntaxException("syntax error: unexpected end of file");
      }
      endPipeline(Connector.ALWAYS, "end");
      return new ShellLine(List.copyOf(pipelines));
    }

    private void endCommand(String token) {
      if (words.isEmpty()) {
        throw new SyntaxException("syntax error near unexpected token `" + token + "'");
      }
      commands.add(new Command(List.copyOf(words), redirections));
      words = new ArrayList<>();
      redirections = Redirections.NONE;
    }

    private void endPipeline(Connector next, String token) {
      boolean blank = words.isEmpty() && commands.isEmpty();
      if (blank
          && connector == Connector.ALWAYS
          && (token.equals("newline") || token.equals("end"))) {
        return;
      }
      endCommand(token);
      pipelines.add(new Pipeline(connector, List.copyOf(commands)));
      commands = new ArrayList<>();
      connector = next;
    }

    private boolean redirection() {
      if (take("2>&1")) {
        redirections =
            new Redirections(
                redirections.input(),
                redirections.output(),
                redirections.append(),
                Optional.empty(),
                true);
      } else if (take("2>")) {
        redirections =
            new Redirections(
                redirections.input(),
                redirections.output(),
                redirections.append(),
                Optional.of(target()),
                false);
      } else if (take("&>") || take("1>>") || take("1>") || text.charAt(at) == '>') {
        boolean both = text.startsWith("&>", at - 2 < 0 ? 0 : at - 2);
        boolean append = at >= 3 && text.startsWith("1>>", at - 3);
        if (at < text.length() && text.charAt(at) == '>') {
          at++;
          append = at < text.length() && text.charAt(at) == '>';
          at += append ? 1 : 0;
        }
        redirections =
            new Redirections(
                redirections.input(),
                Optional.of(target()),
                append,
                both ? Optional.empty() : redirections.errors(),
                both || redirections.errorsToOutput());
      } else if (text.startsWith("<<", at)) {
        throw unknown("<<");
      } else if (take("<")) {
        redirections =
            new Redirections(
                Optional.of(target()),
                redirections.output(),
                redirections.append(),
                redirections.errors(),
                redirections.errorsToOutput());
      } else {
        return false;
      }
      return true;
    }

    private boolean take(String token) {
      if (text.startsWith(token, at)) {
        at += token.length();
        return true;
      }
      return false;
    }

    private String target() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      if (at == text.length()) {
        throw new SyntaxException("syntax error near unexpected token `newline'");
      }
      return word();
    }

    private String word() {
      StringBuilder word = new StringBuilder();
      int start = at;
      while (at < text.length()) {
        char c = text.charAt(at);
        switch (c) {
          case ' ', '\t', '\n', ';', '|', '>', '<' -> {
            return word.toString();
          }
          case '&' -> {
            if (text.startsWith("&&", at)) {
              return word.toString();
            }
            throw unknown("&");
          }
          case '\'' -> {
            int end = text.indexOf('\'', at + 1);
            if (end < 0) {
              throw new SyntaxException("unexpected EOF while looking for matching `''");
            }
            word.append(text, at + 1, end);
            at = end + 1;
          }
          case '"' -> doubleQuoted(word);
          case '\\' -> {
            if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
              word.append(text.charAt(at + 1));
            }
            at += 2;
          }
          case '$', '`', '(', ')', '*', '?', '[', '{', '}', '!' -> {
            boolean literal =
                switch (c) {
                  // harmless where a shell would find nothing to expand
                  case '[', '{', '}', '!' -> true;
                  default -> false;
                };
            if (!literal) {
              throw unknown(String.valueOf(c));
            }
            word.append(c);
            at++;
          }
          case '~' -> {
            word.append(at == start ? "/home/ubuntu" : "~");
            at++;
          }
          default -> {
            word.append(c);
            at++;
          }
        }
      }
      return word.toString();
    }

    private void doubleQuoted(StringBuilder word) {
      at++;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return;
        }
        if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
          if (text.charAt(at + 1) != '\n') {
            word.append(text.charAt(at + 1));
          }
          at += 2;
        } else if (c == '$' || c == '`') {
          throw unknown(String.valueOf(c));
        } else {
          word.append(c);
          at++;
        }
      }
      throw new SyntaxException("unexpected EOF while looking for matching `\"'");
    }

    private SyntaxException unknown(String token) {
      return new SyntaxException(
          "the simulated shell does not know `" + token + "' (at character " + (at + 1) + ")");
    }
  }
}
