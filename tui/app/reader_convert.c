/* Pieces that are no text, turned into some when asked. */
#include "tui/app/layout.h"

/* Looked at once: it takes some milliseconds. */
static const struct fence *
fence_of(struct reader *reader)
{
	const struct places *places = &reader->session->workspace->places;

	if (reader->fence.path == NULL)
		fence_look(&reader->fence, places->path != NULL ? places->path : "/usr/bin:/bin");
	return &reader->fence;
}

void
reader_say_offer(struct reader *reader, const char *path, struct span head, int64_t size)
{
	const char *ways[CONVERT_WAYS];

	for (size_t i = 0; i < CONVERT_WAYS; i++)
		ways[i] = reader->own_words->ways[i];
	convert_offer(&reader->sentence, &reader->session->workspace->places, fence_of(reader),
		      path, head, size, ways);
}

int
reader_converter(struct converter *out, struct arena *arena, struct reader *reader,
		 enum convert_way way, struct err *err)
{
	const struct session *session = reader->session;
	const struct dossier_item *item = &session->dossier.items[reader->item];

	if (reader->item >= session->dossier.count || item->kind != DOSSIER_FILE)
		return err_set(err, ERR_REFUSED, "there is no file here");
	return convert_look(out, arena, &session->dossier, (size_t)item->item,
			    &session->workspace->places, way, err);
}

/* From now on one reads what came out. */
static void
turn_to(struct reader *reader, struct converted *converted, enum convert_way way)
{
	struct reading_ways kept = reader->ways;

	finds_close(reader->finds);
	lines_close(reader->lines);
	blob_close(reader->blob);
	laid_page_close(reader->page);
	laid_table_close(reader->table);
	reader->finds = NULL;
	reader->page = NULL;
	reader->table = NULL;
	reader->converted = *converted;
	reader->is_converted = true;
	reader->is_picture = way == CONVERT_PICTURE;
	reader->blob = blob_of(buf_span(&reader->converted.text));
	reader->lines = lines_open(reader->blob);
	reader->top = reader->at = (struct spot){ 1, 0 };
	reader->chosen = 0;
	reader_set(reader, kept);
}

int
reader_convert(struct buf *said, struct reader *reader, enum convert_way way,
	       const struct progress *progress, struct err *err)
{
	struct arena arena = { 0 };
	struct converter converter;
	struct converted converted;
	int failed;

	if (reader->is_converted) {
		reader_show(reader, reader->session, reader->item, 1);
		buf_text(said, "as it was");
		return 0;
	}
	failed = reader_converter(&converter, &arena, reader, way, err);
	if (failed == 0)
		failed = convert_run(&converted, &reader->session->dossier,
			(size_t)reader->session->dossier.items[reader->item].item, &converter,
			fence_of(reader), &fence_usual, progress, err);
	if (failed == 0) {
		turn_to(reader, &converted, way);
		buf_text(said, "shown: ");
		converter_print(said, &converter, fence_of(reader));
	}
	arena_close(&arena);
	return failed;
}
