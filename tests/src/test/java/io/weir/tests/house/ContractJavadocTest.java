package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of a log is its javadoc: it says something of everything. */
class ContractJavadocTest {
  private static final Path CONTRACT =
      Project.root().resolve("backend-spi/src/main/java/io/weir/backend");

  /** Something of the contract, and what is said of it together with what is said of its type. */
  private record Element(String name, boolean future, String own, String ofType) {}

  private static final List<Element> ELEMENTS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var sources = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        Stream<Path> files = Files.list(CONTRACT)) {
      List<Path> types =
          files.filter(file -> !file.endsWith("package-info.java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, sources, null, null, null, sources.getJavaFileObjectsFromPaths(types));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(docs).scan(unit, null);
      }
    }
  }

  @Test
  void everyTypeAndEveryMethodOfAnInterfaceIsDescribed() {
    assertThat(ELEMENTS).hasSizeGreaterThan(60);
    assertThat(ELEMENTS).filteredOn(element -> element.own().isBlank()).isEmpty();
  }

  @Test
  void whatMayFailSaysHow() {
    assertThat(ELEMENTS).filteredOn(Element::future).hasSizeGreaterThan(20);
    assertThat(ELEMENTS)
        .filteredOn(Element::future)
        .filteredOn(element -> !(element.own() + element.ofType()).contains("fail"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Threads", "Buffers", "Failures", "Bounds"})
  void theRulesForAllMethodsAreThoseOfThePackage(String rule) throws IOException {
    assertThat(Files.readString(CONTRACT.resolve("package-info.java")))
        .contains("<li><b>" + rule + ".</b> ");
  }

  private static final class Reader extends TreePathScanner<Void, Void> {
    private final DocTrees docs;

    Reader(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (isSeen(type)) {
        ELEMENTS.add(new Element(type.getSimpleName().toString(), false, comment(), ""));
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      TreePath above = getCurrentPath().getParentPath();
      if (above.getLeaf() instanceof ClassTree type && isToBeKept(type, method)) {
        String name = type.getSimpleName() + "." + method.getName();
        boolean future = String.valueOf(method.getReturnType()).startsWith("Future<");
        ELEMENTS.add(new Element(name, future, comment(), comment(above)));
      }
      return null;
    }

    /** Public by itself, or as a member of an interface. */
    private boolean isSeen(ClassTree type) {
      boolean inInterface =
          getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
              && outer.getKind() == Tree.Kind.INTERFACE;
      return inInterface || type.getModifiers().getFlags().contains(Modifier.PUBLIC);
    }

    private static boolean isToBeKept(ClassTree type, MethodTree method) {
      return type.getKind() == Tree.Kind.INTERFACE
          && !method.getModifiers().getFlags().contains(Modifier.PRIVATE);
    }

    private String comment() {
      return comment(getCurrentPath());
    }

    private String comment(TreePath path) {
      String comment = docs.getDocComment(path);
      return comment == null ? "" : comment;
    }
  }
}
