package io.weir.gateway;

import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.ConfigException;
import io.weir.gateway.config.TenantsReader;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.DefinitionsException;
import io.weir.protocol.DefinitionsReader;
import io.weir.protocol.ForeignDefinitions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir import}. */
@Command(
    name = "import",
    description = {
      "Makes a tenant of RabbitMQ's definitions (rabbitmqctl export_definitions FILE):",
      "its file in the directory of tenants, and beside it the file with virtual hosts,",
      "exchanges, queues and bindings. A running Weir takes both as they come."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ConfigOption config;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      required = true,
      description = "What the tenant is called; there must be no file of it yet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String tenant;

  @Parameters(paramLabel = "FILE", description = "The definitions.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    Plugins plugins = Plugins.load();
    WeirConfig read = config.read(plugins.configReader());
    ForeignDefinitions definitions = definitions(plugins);
    TenantText text = new TenantText(name(), definitions);
    Path directory = read.tenants();
    Path own = directory.resolve(text.fileName());
    Path beside = directory.resolve(text.definitionsName());
    if (Files.exists(own) || Files.exists(beside)) {
      throw new SentenceException(
          "there are files of tenant '%s' in %s already".formatted(tenant, directory));
    }
    try {
      Files.createDirectories(directory);
      // The one that is named before the one that names it, for a running Weir looks at both.
      Files.writeString(beside, definitions.topology(), StandardOpenOption.CREATE_NEW);
      Files.writeString(own, text.yaml(), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new SentenceException("%s could not be written: %s".formatted(directory, e));
    }
    check(plugins.tenantsReader(read), own, beside);
    tell(definitions, own, text);
  }

  private String name() {
    try {
      return new Tenant(tenant).name();
    } catch (IllegalArgumentException e) {
      throw new SentenceException(String.valueOf(e.getMessage()));
    }
  }

  private ForeignDefinitions definitions(Plugins plugins) {
    DefinitionsReader reader =
        plugins
            .definitions()
            .orElseThrow(
                () -> new SentenceException("there is no protocol that can read definitions"));
    try {
      return reader.read(Files.readString(file));
    } catch (DefinitionsException e) {
      throw new SentenceException(file + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new SentenceException(file + ": there is no such file");
    } catch (IOException e) {
      throw new SentenceException("%s cannot be read: %s".formatted(file, e));
    }
  }

  /** What cannot stand beside the other tenants' files does not stay. */
  private static void check(TenantsReader reader, Path own, Path beside) {
    try {
      reader.read();
    } catch (ConfigException e) {
      try {
        Files.deleteIfExists(own);
        Files.deleteIfExists(beside);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw new SentenceException(e.faults());
    }
  }

  private void tell(ForeignDefinitions definitions, Path own, TenantText text) {
    PrintWriter out = spec.commandLine().getOut();
    int queues = definitions.spaces().stream().mapToInt(it -> it.queues().size()).sum();
    int exchanges = definitions.spaces().stream().mapToInt(it -> it.exchanges().size()).sum();
    int bindings = definitions.spaces().stream().mapToInt(it -> it.bindings().size()).sum();
    out.printf(
        "%s: tenant '%s' with %d users, %d virtual hosts, %d exchanges, %d queues, %d bindings%n",
        own, tenant, text.users().size(), definitions.spaces().size(), exchanges, queues, bindings);
    if (!definitions.notTaken().isEmpty()) {
      out.println("Not taken:");
      definitions.notTaken().forEach(each -> out.println("  " + each));
    }
    out.flush();
  }
}
