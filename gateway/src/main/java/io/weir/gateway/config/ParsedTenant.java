package io.weir.gateway.config;

import io.weir.core.definition.TenantDefinition;
import java.util.List;

/**
 * A tenant's file that has been read.
 *
 * @param source what to call the file
 * @param root where its parts stand
 * @param faults take what is still found wrong with it
 */
record ParsedTenant(String source, TenantDefinition definition, YamlNode root, Faults faults) {

  /** Tells what is wrong at a path of keys and indexes. */
  void add(String sentence, Object... path) {
    faults.add(ConfigReader.find(root, List.of(path)), sentence);
  }
}
