package io.weir.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What was logged while it was open. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger logger;

  /**
   * @param name of a logger; those below it are heard, too
   */
  public LogLines(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  public List<String> all() {
    return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Those that hold a text. */
  public List<String> with(String text) {
    return all().stream().filter(line -> line.contains(text)).toList();
  }

  /** Errors, with what was thrown. */
  public List<String> errors() {
    return events.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .map(LogLines::withCause)
        .toList();
  }

  /** The errors that one thread told of, for where others fail beside it. */
  public List<String> errorsOf(Thread thread) {
    return events.stream()
        .filter(event -> event.getThreadName().equals(thread.getName()))
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .map(LogLines::withCause)
        .toList();
  }

  private static String withCause(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    return event.getFormattedMessage()
        + (thrown == null ? "" : ": " + ThrowableProxyUtil.asString(thrown));
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }
}
