package io.weir.gateway.config;

/**
 * A place that a value came from.
 *
 * @param text as people find it: {@code weir.yaml:7:5}, or the name of a variable
 * @param line in the file, from 1; 0 outside of files
 * @param column in the line, from 1
 */
record Where(String text, int line, int column) {
  static Where in(String file, int line, int column) {
    return new Where(file + ":" + line + ":" + column, line, column);
  }

  /** A place outside of files. */
  static Where of(String text) {
    return new Where(text, 0, 0);
  }

  static Where variable(String name) {
    return of("environment variable " + name);
  }
}
