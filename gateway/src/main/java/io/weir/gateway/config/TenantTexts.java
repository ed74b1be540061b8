package io.weir.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tenants' files as they lie there.
 *
 * @param files by path, in the order of their names: the text, or what is wrong with it
 */
record TenantTexts(Map<Path, Content> files) {
  /** As long as text may be at most, in the longest encoding of a character. */
  private static final int MAX_BYTES = 4 * YamlReader.MAX_CHARACTERS;

  private static final int MAX_FILES = 10_000;
  private static final String ENDING = ".yaml";
  private static final String DEFINITIONS = ".definitions.json";

  /** Another broker's definitions may be of very many queues. */
  private static final int MAX_DEFINITIONS_BYTES = 64 << 20;

  /** What a file holds. */
  sealed interface Content {
    record Text(String text) implements Content {}

    record Unreadable(String sentence) implements Content {}
  }

  /**
   * The files of a directory that are tenants', in the order of their names; none where there is no
   * such directory. Files that begin with a dot, or end otherwise, are somebody else's.
   *
   * @throws ConfigException if the directory cannot be read, has too many, or one whose ending is
   *     nearly right
   */
  static List<Path> list(Path directory) {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.filter(TenantTexts::isMeant).sorted().limit(MAX_FILES + 1L).forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new ConfigException(List.of(directory + ": cannot be read: " + e));
    }
    if (found.size() > MAX_FILES) {
      throw new ConfigException(
          List.of("%s: holds more than %d tenants".formatted(directory, MAX_FILES)));
    }
    return found;
  }

  static TenantTexts read(List<Path> files) {
    Map<Path, Content> texts = new LinkedHashMap<>();
    files.forEach(file -> texts.put(file, content(file)));
    return new TenantTexts(texts);
  }

  private static boolean isMeant(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(ENDING) || name.endsWith(".yml") || isDefinitions(file));
  }

  /** Whether a file is none of a tenant, but one that those may name. */
  static boolean isDefinitions(Path file) {
    return file.getFileName().toString().endsWith(DEFINITIONS);
  }

  private static Content content(Path file) {
    boolean isDefinitions = isDefinitions(file);
    if (!isDefinitions && !file.toString().endsWith(ENDING)) {
      return new Content.Unreadable("the file of a tenant ends in " + ENDING);
    }
    try (InputStream in = Files.newInputStream(file)) {
      int most = isDefinitions ? MAX_DEFINITIONS_BYTES : MAX_BYTES;
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        return new Content.Unreadable(
            "is longer than such a file may be, %d bytes".formatted(most));
      }
      return new Content.Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      return new Content.Unreadable("there is no such file");
    } catch (CharacterCodingException e) {
      return new Content.Unreadable("this is not UTF-8 text");
    } catch (IOException e) {
      return new Content.Unreadable("cannot be read: " + e);
    }
  }
}
