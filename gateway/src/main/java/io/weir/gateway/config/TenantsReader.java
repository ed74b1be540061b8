package io.weir.gateway.config;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.queue.SpaceDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.TenantTexts.Content;
import io.weir.protocol.DefinitionsException;
import io.weir.protocol.DefinitionsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tenants' files and checks them, each by itself and all together. */
public final class TenantsReader {
  private final WeirConfig config;
  private final Set<String> protocols;
  private final @Nullable DefinitionsReader foreign;

  /** What was read last, for it is looked at again right after a start. */
  private volatile @Nullable Read last;

  private record Read(TenantTexts texts, Map<Tenant, TenantDefinition> definitions) {}

  /**
   * @param config names the directory, and the listeners that there are
   * @param protocols the names that may have a port
   * @param foreign reads the files of definitions that tenants' files name, or null where nothing
   *     does
   */
  public TenantsReader(
      WeirConfig config, Set<String> protocols, @Nullable DefinitionsReader foreign) {
    this.config = config;
    this.protocols = Set.copyOf(protocols);
    this.foreign = foreign;
  }

  /** Where the files are. */
  public Path directory() {
    return config.tenants();
  }

  /**
   * Reads all files. Blocks.
   *
   * @return in the order of the files' names; none where there is no directory
   * @throws ConfigException naming every fault of every file with its place
   */
  public Map<Tenant, TenantDefinition> read() {
    return read(TenantTexts.read(TenantTexts.list(directory())));
  }

  /** What texts say; found out once where the same ones come again. Any thread. */
  Map<Tenant, TenantDefinition> read(TenantTexts texts) {
    Read before = last;
    if (before != null && before.texts().equals(texts)) {
      return before.definitions();
    }
    Map<Tenant, TenantDefinition> definitions = Collections.unmodifiableMap(parse(texts));
    last = new Read(texts, definitions);
    return definitions;
  }

  private Map<Tenant, TenantDefinition> parse(TenantTexts texts) {
    List<Faults> all = new ArrayList<>();
    List<ParsedTenant> parsed = new ArrayList<>();
    texts
        .files()
        .forEach(
            (file, content) -> {
              if (!TenantTexts.isDefinitions(file)) {
                Faults faults = new Faults();
                all.add(faults);
                parse(file, content, texts, faults).ifPresent(parsed::add);
              }
            });
    Map<Tenant, TenantDefinition> definitions = new TenantsCheck().check(parsed);
    List<String> lines = all.stream().flatMap(faults -> faults.lines().stream()).toList();
    refuse(lines);
    // Whatever is missing may be in a file that could not be read.
    refuse(AnonymousTenants.faults(config, definitions));
    return definitions;
  }

  private static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
  }

  private Optional<ParsedTenant> parse(
      Path file, Content content, TenantTexts texts, Faults faults) {
    String source = file.toString();
    return switch (content) {
      case Content.Unreadable(String sentence) -> {
        faults.add(Where.of(source), sentence);
        yield Optional.empty();
      }
      case Content.Text(String text) -> parse(source, text, texts, faults);
    };
  }

  private Optional<ParsedTenant> parse(
      String source, String text, TenantTexts texts, Faults faults) {
    YamlNode root = new YamlReader(source, faults).read(text);
    if (!faults.isEmpty()) {
      // What could not be read whole would only be called incomplete.
      return Optional.empty();
    }
    TenantFile file = new Binder(faults).bind(root, TenantFile.class);
    if (file == null || !faults.isEmpty()) {
      return Optional.empty();
    }
    Complaints complaints = new Complaints();
    new TenantRules(config, protocols, file, complaints).check();
    List<SpaceDefinition> spaces =
        file.definitions().map(name -> spaces(name, texts, complaints)).orElse(List.of());
    Optional<TenantDefinition> definition = new TenantMapper(file, spaces, complaints).map();
    for (Rules.Broken broken : complaints.found()) {
      faults.add(ConfigReader.find(root, broken.path()), broken.sentence());
    }
    return faults.isEmpty()
        ? definition.map(it -> new ParsedTenant(source, it, root, faults))
        : Optional.empty();
  }

  /**
   * What a file of definitions says, as far as there is such a thing here; 'weir import' told the
   * rest.
   */
  private List<SpaceDefinition> spaces(String name, TenantTexts texts, Complaints complaints) {
    DefinitionsReader reader = foreign;
    Content content = texts.files().get(directory().resolve(name));
    String wrong;
    if (reader == null) {
      wrong = "there is no protocol that can read definitions";
    } else {
      switch (content) {
        case null ->
            wrong = "there is no such file beside this one whose name ends in .definitions.json";
        case Content.Unreadable(String sentence) -> wrong = sentence;
        case Content.Text(String text) -> {
          try {
            return reader.read(text).spaces();
          } catch (DefinitionsException e) {
            wrong = String.valueOf(e.getMessage());
          }
        }
      }
    }
    complaints.add("'%s': %s".formatted(name, wrong), "definitions");
    return List.of();
  }
}
