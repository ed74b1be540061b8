package io.weir.core.access;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.Level.Part;
import io.weir.core.access.ResourcePattern.Path;
import io.weir.core.address.TopicName;
import java.util.ArrayList;
import java.util.List;

/** Reads patterns. */
final class PatternParser {
  private static final String ESCAPABLE = "%*+#~";
  private static final String EXPRESSION = "~";

  private final String pattern;
  private final boolean divided;
  private final boolean expressive;

  private PatternParser(Kind kind, String pattern) {
    this.pattern = pattern;
    this.divided = kind == Kind.TOPIC;
    this.expressive = kind == Kind.QUEUE || kind == Kind.EXCHANGE;
  }

  static Path parse(Kind kind, String pattern) {
    return new PatternParser(kind, pattern).path();
  }

  private Path path() {
    if (pattern.isEmpty()) {
      throw fault("is empty");
    }
    if (expressive && pattern.startsWith(EXPRESSION)) {
      return new Path(List.of(expression(pattern.substring(1))), false);
    }
    if (!divided) {
      return new Path(List.of(level(pattern)), false);
    }
    String[] texts = pattern.split("/", -1);
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      boolean last = i == texts.length - 1;
      if (texts[i].equals("#")) {
        if (!last) {
          throw fault("has levels behind '#', which stands for all of them");
        }
        return new Path(List.copyOf(levels), true);
      }
      Level level = texts[i].equals("+") ? new Level.Any() : level(texts[i]);
      if (i == 0 && level instanceof Level.Literal(String topic) && !TopicName.isName(topic)) {
        throw fault("begins with '" + topic + "', which no topic can be called");
      }
      levels.add(level);
    }
    return new Path(List.copyOf(levels), texts.length == 1);
  }

  private Level expression(String text) {
    try {
      return new Level.Found(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw fault("is no regular expression that can be looked for: " + e.getMessage());
    }
  }

  private Level level(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        checkStar(text, i);
        open = true;
      } else if (divided && (c == '+' || c == '#')) {
        throw fault("has a '" + c + "' that is not a level by itself; as a character it is %" + c);
      } else if (c == '%') {
        i++;
        char escaped = i < text.length() ? text.charAt(i) : ' ';
        if (escaped == 'u' || escaped == 'c') {
          addText(literal, parts);
          addName(escaped == 'u' ? Part.Name.USER : Part.Name.CLIENT, parts);
        } else if (ESCAPABLE.indexOf(escaped) >= 0) {
          literal.append(escaped);
        } else {
          throw fault("has a '%' that is not %u, %c, %%, %*, %+, %# or %~");
        }
      } else {
        literal.append(c);
      }
    }
    if (!open && parts.isEmpty()) {
      return new Level.Literal(literal.toString());
    }
    addText(literal, parts);
    if (open && !parts.isEmpty() && parts.getLast() instanceof Part.Name) {
      throw fault("has '*' behind a name, and so would fit longer names too; put a '-' between");
    }
    return new Level.Template(List.copyOf(parts), open, divided);
  }

  private void checkStar(String text, int at) {
    if (at < text.length() - 1 || divided && pattern.indexOf('/') >= 0) {
      throw fault(
          "has a '*' elsewhere than at the end of a name; as a character it is %*, and the levels"
              + " of a topic's key have + and #");
    }
  }

  private static void addText(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Text(literal.toString()));
      literal.setLength(0);
    }
  }

  private void addName(Part.Name name, List<Part> parts) {
    if (!parts.isEmpty() && parts.getLast() instanceof Part.Name) {
      throw fault("has two names with nothing between them");
    }
    parts.add(name);
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("the pattern '" + pattern + "' " + what);
  }
}
