package io.weir.gateway;

import java.util.List;

/** Something that a person has to mend, told in sentences; a stack trace would not help. */
public final class SentenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> sentences;

  public SentenceException(List<String> sentences) {
    super(String.join("\n", sentences));
    this.sentences = List.copyOf(sentences);
  }

  SentenceException(String sentence) {
    this(List.of(sentence));
  }

  public List<String> sentences() {
    return sentences;
  }
}
