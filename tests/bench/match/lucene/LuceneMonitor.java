import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.CustomQueryHandler;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.RegexpQueryHandler;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;

/**
 * The anchor of the bench: Lucene Monitor on the documents and queries that Dateline gets, as words between spaces.
 * Arguments: documents, queries, texts for term frequencies, documents to warm up with, seconds to measure at most, documents to
 * measure at least. Prints one JSON line.
 */
public final class LuceneMonitor {
  private static final String ALL = "all";
  private static final String TITLE = "title";

  /** Title before body, and nothing runs from one into the other. */
  private static final Analyzer ANALYZER =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          return new TokenStreamComponents(new WhitespaceTokenizer());
        }

        @Override
        public int getPositionIncrementGap(String field) {
          return 1000;
        }
      };

  private final String[] parts;
  private int at = 0;

  private LuceneMonitor(String line) {
    parts = line.split(" ");
  }

  /** Reads one query in prefix notation: see workload.ts. */
  private Query read() {
    String kind = parts[at++];
    switch (kind) {
      case "t":
        return new TermQuery(new Term(ALL, parts[at++]));
      case "h":
        return new TermQuery(new Term(TITLE, parts[at++]));
      case "f":
        return new RegexpQuery(new Term(ALL, parts[at++] + ".*"));
      case "p": {
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (int words = Integer.parseInt(parts[at++]); words > 0; words--) phrase.add(new Term(ALL, parts[at++]));
        return phrase.build();
      }
      case "n": {
        int distance = Integer.parseInt(parts[at++]);
        SpanQuery left = new SpanTermQuery(new Term(ALL, parts[at++]));
        SpanQuery right = new SpanTermQuery(new Term(ALL, parts[at++]));
        return new SpanNearQuery(new SpanQuery[] {left, right}, distance - 1, false);
      }
      case "x": {
        BooleanQuery.Builder both = new BooleanQuery.Builder();
        both.add(read(), BooleanClause.Occur.MUST);
        both.add(read(), BooleanClause.Occur.MUST_NOT);
        return both.build();
      }
      default: {
        BooleanClause.Occur occur = kind.equals("a") ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD;
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int children = Integer.parseInt(parts[at++]); children > 0; children--) all.add(read(), occur);
        return all.build();
      }
    }
  }

  private static List<Document> documents(Path file) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] fields = line.split("\t", -1);
      Document document = new Document();
      document.add(new TextField(TITLE, fields[0], Field.Store.NO));
      document.add(new TextField(ALL, fields[0], Field.Store.NO));
      document.add(new TextField(ALL, fields[1], Field.Store.NO));
      documents.add(document);
    }
    return documents;
  }

  private static Map<String, Integer> frequencies(Path file) throws IOException {
    Map<String, Integer> frequencies = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      for (String word : new HashSet<>(List.of(line.replace('\t', ' ').split(" ")))) frequencies.merge(word, 1, Integer::sum);
    }
    return frequencies;
  }

  private static long heapBytes() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int round = 0; round < 4; round++) {
      System.gc();
      Thread.sleep(100);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  public static void main(String[] arguments) throws Exception {
    List<Document> documents = documents(Path.of(arguments[0]));
    Map<String, Integer> frequencies = frequencies(Path.of(arguments[2]));
    int warm = Integer.parseInt(arguments[3]);
    double secondsMax = Double.parseDouble(arguments[4]);
    int documentsMin = Integer.parseInt(arguments[5]);
    long before = heapBytes();
    long buildStart = processNanos();
    MultipassTermFilteredPresearcher presearcher =
        new MultipassTermFilteredPresearcher(
            2, 0.0f, TermWeightor.termFreqWeightor(frequencies, 100, 0.1), List.<CustomQueryHandler>of(new RegexpQueryHandler()), Set.of());
    MonitorConfiguration configuration = new MonitorConfiguration();
    configuration.setQueryUpdateBufferSize(50_000);
    try (Monitor monitor = new Monitor(ANALYZER, presearcher, configuration)) {
      int count = 0;
      List<MonitorQuery> batch = new ArrayList<>();
      try (BufferedReader reader = Files.newBufferedReader(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          batch.add(new MonitorQuery(Integer.toString(count++), new LuceneMonitor(line).read()));
          if (batch.size() == 20_000) {
            monitor.register(batch);
            batch.clear();
          }
        }
      }
      monitor.register(batch);
      batch = null;
      double buildSeconds = (processNanos() - buildStart) / 1e9;
      long heap = heapBytes() - before;

      for (int index = 0; index < warm; index++) {
        monitor.match(documents.get(index % documents.size()), QueryMatch.SIMPLE_MATCHER);
      }
      var threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      long hits = 0;
      long hash = 0;
      long run = 0;
      int matched = 0;
      while (matched < documents.size()) {
        var matches = monitor.match(documents.get(matched), QueryMatch.SIMPLE_MATCHER);
        run += matches.getQueriesRun();
        for (QueryMatch match : matches.getMatches()) {
          long factor = (Long.parseLong(match.getQueryId()) + 1) * (matched + 1L) % 1_000_003L;
          hash = (hash + factor * factor % 1_000_000_007L) % 1_000_000_007L;
          hits++;
        }
        matched++;
        if (matched >= documentsMin && (threads.getCurrentThreadCpuTime() - start) / 1e9 > secondsMax) break;
      }
      double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
      System.out.printf(
          java.util.Locale.ROOT,
          "{\"documents\":%d,\"hits\":%d,\"hitsHash\":%d,\"queriesRun\":%d,\"matchSeconds\":%.4f,\"heapMegabytes\":%.1f,\"buildSeconds\":%.1f}%n",
          matched,
          hits,
          hash,
          run / matched,
          seconds,
          heap / 1e6,
          buildSeconds);
    }
  }
}
