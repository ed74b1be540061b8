package io.weir.gateway.config;

import io.weir.backend.Measure;
import io.weir.backend.Measure.Kind;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.event.Event.TenantsReloaded;
import io.weir.core.event.Events;
import io.weir.core.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the tenants' files and hands on what they say when that has changed: all of them or,
 * where there is a fault in any, none. What is still being written is left alone until it has
 * stayed as it is from one look to the next.
 *
 * <p>{@link #look} blocks, and is called by one thread at a time; {@link #measures} by any.
 */
public final class TenantsWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TenantsWatch.class);

  /** Between two looks while nothing happens. */
  static final Duration PAUSE = Duration.ofMillis(500);

  /** Between two looks while files change. */
  static final Duration SHORT_PAUSE = Duration.ofMillis(100);

  /** As coarse as the times of file systems are, and more. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  /** Faults that the log is told at once. */
  private static final int MAX_TOLD = 20;

  private record Stamp(Instant modified, long size) {}

  /**
   * What was seen at one time.
   *
   * @param fault why the directory itself cannot be looked at
   */
  private record Sight(Map<Path, Stamp> files, @Nullable String fault) {}

  private final TenantsReader reader;
  private final Consumer<Map<Tenant, TenantDefinition>> next;
  private final Events events;
  private final InstantSource clock;
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();

  private volatile Map<Tenant, TenantDefinition> running;
  private volatile boolean isRefused;
  private @Nullable Sight seen;
  private @Nullable Sight settled;
  private @Nullable TenantTexts read;

  /**
   * @param running what the files said when they were read first
   * @param next is told all that they say when they say something else; what it throws leaves what
   *     was running
   * @param events where each change is told, taken or not
   */
  public TenantsWatch(
      TenantsReader reader,
      Map<Tenant, TenantDefinition> running,
      Consumer<Map<Tenant, TenantDefinition>> next,
      Events events) {
    this(reader, running, next, events, InstantSource.system());
  }

  TenantsWatch(
      TenantsReader reader,
      Map<Tenant, TenantDefinition> running,
      Consumer<Map<Tenant, TenantDefinition>> next,
      Events events,
      InstantSource clock) {
    this.reader = reader;
    this.running = Map.copyOf(running);
    this.next = next;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Looks once, and hands on what has changed.
   *
   * @return when to look again
   */
  public Duration look() {
    Instant now = clock.instant();
    Sight sight = sight();
    if (!sight.equals(seen)) {
      seen = sight;
      return SHORT_PAUSE;
    }
    if (!sight.equals(settled)) {
      // What was written in the last moments may be written again without another time or size.
      settled = isRecent(sight, now) ? null : sight;
      changed(sight);
    }
    return PAUSE;
  }

  /** What is counted. */
  public List<Measure> measures() {
    return List.of(
        new Measure("tenants", Kind.GAUGE, "Tenants that files define.", running.size()),
        new Measure(
            "tenant_changes", Kind.COUNTER, "Changes of tenants' files taken.", taken.sum()),
        new Measure(
            "tenant_changes_refused",
            Kind.COUNTER,
            "Changes of tenants' files refused for a fault.",
            refused.sum()),
        new Measure(
            "tenant_files_faulty",
            Kind.GAUGE,
            "1 while the tenants' files have a fault and what ran before is still running, else 0.",
            isRefused ? 1 : 0));
  }

  private void changed(Sight sight) {
    if (sight.fault() != null) {
      read = null;
      refuse(List.of(sight.fault()));
      return;
    }
    TenantTexts texts = TenantTexts.read(sight.files().keySet().stream().sorted().toList());
    if (texts.equals(read)) {
      return;
    }
    read = texts;
    try {
      take(reader.read(texts));
    } catch (ConfigException e) {
      refuse(e.faults());
    }
  }

  private void take(Map<Tenant, TenantDefinition> definitions) {
    if (isRefused) {
      LOG.info("The tenants' files have no fault any more");
    }
    isRefused = false;
    if (definitions.equals(running)) {
      return;
    }
    try {
      next.accept(definitions);
    } catch (RuntimeException e) {
      LOG.error("The tenants' files could not be put into effect; what ran before goes on", e);
      refused();
      return;
    }
    Map<Tenant, TenantDefinition> before = running;
    TenantChanges.log(before, definitions);
    running = Map.copyOf(definitions);
    taken.increment();
    events.emit(() -> TenantChanges.event(before, definitions));
  }

  private void refused() {
    isRefused = true;
    refused.increment();
    events.emit(TenantsReloaded::refused);
  }

  private void refuse(List<String> faults) {
    faults.stream().limit(MAX_TOLD).forEach(fault -> LOG.error("{}", fault));
    if (faults.size() > MAX_TOLD) {
      LOG.error("and {} more; 'weir check' says them all", faults.size() - MAX_TOLD);
    }
    LOG.error("The tenants' files are not taken; what ran before goes on");
    refused();
  }

  private static boolean isRecent(Sight sight, Instant now) {
    return sight.files().values().stream()
        .anyMatch(stamp -> Duration.between(stamp.modified(), now).abs().compareTo(COARSE) <= 0);
  }

  private Sight sight() {
    Map<Path, Stamp> stamps = new HashMap<>();
    try {
      for (Path file : TenantTexts.list(reader.directory())) {
        stamps.put(file, stamp(file));
      }
    } catch (ConfigException e) {
      return new Sight(Map.of(), e.faults().getFirst());
    }
    return new Sight(stamps, null);
  }

  /** Of a file that cannot be looked at, one that no other has: reading it will say why. */
  private static Stamp stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size());
    } catch (IOException e) {
      return new Stamp(Instant.EPOCH, -1);
    }
  }
}
