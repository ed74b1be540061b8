package io.weir.http.command;

import io.vertx.core.MultiMap;
import io.weir.http.mapping.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the client wants to read messages as: what it gives the greater weight, else what it names
 * first (RFC 9110, section 12.5.1).
 */
final class Accept {
  private static final String SINGLE = "application/octet-stream";
  private static final String DOCUMENT = "application/json";
  private static final String ANY_APPLICATION = "application/*";
  private static final String ANY = "*/*";

  /** A media type, or a range of them, and its weight from 0 ("not this") to 1. */
  private record Wish(String type, double weight) {}

  private final List<Wish> wishes = new ArrayList<>();

  private Accept(String header) {
    for (String wish : header.split(",")) {
      String[] parts = wish.split(";");
      wishes.add(new Wish(parts[0].trim().toLowerCase(Locale.ROOT), weight(parts)));
    }
  }

  /**
   * Whether it wants one message as it is rather than a document with many.
   *
   * @throws Refusal 406 if it wants neither
   */
  static boolean isSingle(MultiMap headers) {
    String header = String.join(",", headers.getAll("Accept"));
    if (header.isBlank()) {
      return false;
    }
    Accept accept = new Accept(header);
    double single = accept.weightOf(SINGLE);
    double document = accept.weightOf(DOCUMENT);
    if (single <= 0 && document <= 0) {
      throw new Refusal(
          new Problem(
              406,
              "not-acceptable",
              "messages come as application/json, or one at a time as application/octet-stream; Accept wants "
                  + header));
    }
    return single == document ? accept.namesSingleFirst() : single > document;
  }

  /** The weight of the most exact of the wishes for a type. */
  private double weightOf(String type) {
    for (String range : List.of(type, ANY_APPLICATION, ANY)) {
      for (Wish wish : wishes) {
        if (wish.type().equals(range)) {
          return wish.weight();
        }
      }
    }
    return 0;
  }

  private boolean namesSingleFirst() {
    for (Wish wish : wishes) {
      switch (wish.type()) {
        case SINGLE -> {
          return true;
        }
        case DOCUMENT, ANY_APPLICATION, ANY -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }

  private static double weight(String[] parts) {
    for (String parameter : parts) {
      String text = parameter.trim().toLowerCase(Locale.ROOT);
      if (text.matches("q=[01](\\.[0-9]{0,3})?")) {
        return Double.parseDouble(text.substring(2));
      }
    }
    return 1;
  }
}
