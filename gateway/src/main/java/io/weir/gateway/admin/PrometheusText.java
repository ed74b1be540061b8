package io.weir.gateway.admin;

/** A page in Prometheus' text format 0.0.4. */
final class PrometheusText {
  private final StringBuilder page = new StringBuilder(8192);

  /** Begins the samples of one name. */
  void family(String name, String type, String help) {
    page.append("# HELP ").append(name).append(' ').append(help).append('\n');
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /**
   * Adds a sample.
   *
   * @param labels as they stand between braces, or empty
   */
  void sample(String name, String labels, double value) {
    page.append(name);
    if (!labels.isEmpty()) {
      page.append('{').append(labels).append('}');
    }
    page.append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      page.append((long) value);
    } else {
      page.append(value);
    }
    page.append('\n');
  }

  /** A label whose value may be any text. */
  static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
