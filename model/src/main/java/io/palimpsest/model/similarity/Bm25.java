package io.palimpsest.model.similarity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * BM25 (Robertson and Zaragoza, 2009), k₁ = 1.2 and b = 0.75, by Lucene: training texts are the
 * documents, a test text is the query.
 *
 * @param train texts, N
 * @param test texts, T
 */
public record Bm25(List<String> train, List<String> test) implements Similarity {
  private static final String FIELD = "text";

  @Override
  public double[][] scores() {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        Analyzer analyzer = new StandardAnalyzer()) {
      index(directory, analyzer);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        return search(new IndexSearcher(reader), new QueryBuilder(analyzer));
      }
    } catch (IOException e) {
      // The index lies in memory.
      throw new UncheckedIOException(e);
    }
  }

  /** Documents are numbered in the order in which they come. */
  private void index(ByteBuffersDirectory directory, Analyzer analyzer) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (String text : train) {
        Document document = new Document();
        document.add(new TextField(FIELD, text, Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private double[][] search(IndexSearcher searcher, QueryBuilder queries) throws IOException {
    double[][] all = new double[train.size()][test.size()];
    for (int j = 0; j < test.size(); j++) {
      Query query = queries.createBooleanQuery(FIELD, test.get(j));
      if (query != null) {
        for (ScoreDoc found : searcher.search(query, Math.max(1, train.size())).scoreDocs) {
          all[found.doc][j] = found.score;
        }
      }
    }
    return all;
  }
}
