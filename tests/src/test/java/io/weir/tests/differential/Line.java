package io.weir.tests.differential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step of a script.
 *
 * @param text all of it
 * @param connection a letter
 * @param does who does what
 * @param rest what is sent, awaited or done
 */
record Line(String text, char connection, int channel, Does does, String rest) {
  enum Does {
    SEND,
    AWAIT,
    /** Likewise, in any order with others of its kind beside it. */
    AWAIT_ANY,
    OPERATE
  }

  private static final Pattern FORM = Pattern.compile("([a-z]?)(\\d*)([<>~!]) +(.+)");

  static Line of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no step of a script: " + text);
    }
    return new Line(
        text,
        form.group(1).isEmpty() ? 'a' : form.group(1).charAt(0),
        form.group(2).isEmpty() ? 1 : Integer.parseInt(form.group(2)),
        switch (form.group(3)) {
          case ">" -> Does.SEND;
          case "<" -> Does.AWAIT;
          case "~" -> Does.AWAIT_ANY;
          default -> Does.OPERATE;
        },
        form.group(4));
  }

  /** What it is about: a method, mostly. */
  String word() {
    return rest.split(" ", 2)[0];
  }

  /** What follows the word. */
  String afterWord() {
    return rest.substring(word().length()).strip();
  }

  boolean isBeside(Line other) {
    return does == Does.AWAIT_ANY
        && other.does == Does.AWAIT_ANY
        && connection == other.connection
        && channel == other.channel;
  }
}
