package io.weir.tests.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a line says after its method. */
final class TermReader {

  /**
   * One argument.
   *
   * @param name empty for what stands alone
   */
  record Argument(String name, Term value) {}

  private final String text;
  private int at;

  private TermReader(String text) {
    this.text = text;
  }

  /** {@code name=value} and what stands alone, between blanks. */
  static List<Argument> arguments(String text) {
    TermReader reader = new TermReader(text);
    List<Argument> arguments = new ArrayList<>();
    while (reader.skipBlanks()) {
      arguments.add(reader.argument());
    }
    return arguments;
  }

  private Argument argument() {
    if (peek() == '"') {
      return new Argument("", quoted());
    }
    String word = word("=");
    if (at < text.length() && peek() == '=') {
      at++;
      return new Argument(word, term());
    }
    return new Argument("", new Term.Word(word, false));
  }

  private Term term() {
    if (at == text.length()) {
      throw fault("a value is missing");
    }
    return switch (peek()) {
      case '"' -> quoted();
      case '{' -> fields();
      case '[' -> elements();
      default -> new Term.Word(word(""), false);
    };
  }

  private Term.Fields fields() {
    at++;
    Map<String, Term> fields = new LinkedHashMap<>();
    boolean open = false;
    while (more('}')) {
      Argument field = argument();
      if (!field.name.isEmpty()) {
        fields.put(field.name, field.value);
      } else if (field.value.equals(new Term.Word("...", false))) {
        open = true;
      } else {
        throw fault("a field without a value");
      }
    }
    return new Term.Fields(fields, open);
  }

  private Term.Elements elements() {
    at++;
    List<Term> elements = new ArrayList<>();
    while (more(']')) {
      elements.add(term());
    }
    return new Term.Elements(elements);
  }

  /** Whether something comes before the end, which is skipped. */
  private boolean more(char end) {
    if (!skipBlanks()) {
      throw fault("'" + end + "' is missing");
    }
    if (peek() != end) {
      return true;
    }
    at++;
    return false;
  }

  private Term.Word quoted() {
    StringBuilder word = new StringBuilder();
    for (at++; at < text.length() && peek() != '"'; at++) {
      word.append(peek() == '\\' ? escaped() : peek());
    }
    if (at == text.length()) {
      throw fault("a quote is missing");
    }
    at++;
    return new Term.Word(word.toString(), true);
  }

  /** {@code \n}, <code>\</code>{@code x00}, or a letter that stands for itself. */
  private char escaped() {
    at++;
    if (peek() == 'n') {
      return '\n';
    }
    if (peek() == 'x') {
      at += 2;
      return (char) Integer.parseInt(text.substring(at - 1, at + 1), 16);
    }
    return peek();
  }

  private String word(String end) {
    int start = at;
    while (at < text.length() && " }]".indexOf(peek()) < 0 && end.indexOf(peek()) < 0) {
      at++;
    }
    if (at == start) {
      throw fault("a word is missing");
    }
    return text.substring(start, at);
  }

  private boolean skipBlanks() {
    while (at < text.length() && peek() == ' ') {
      at++;
    }
    return at < text.length();
  }

  private char peek() {
    return text.charAt(at);
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("%s at %d of: %s".formatted(what, at, text));
  }
}
