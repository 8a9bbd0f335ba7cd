using System;
using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>Disposes many things, the last made first, and goes on when one of them fails.</summary>
internal static class Disposal
{
    /// <summary>Empties the list. What failed is thrown at the end.</summary>
    public static void All(List<IDisposable> items)
    {
        List<Exception>? failures = null;
        for (int i = items.Count - 1; i >= 0; i--)
        {
            try
            {
                items[i].Dispose();
            }
            catch (Exception e)
            {
                (failures ??= []).Add(e);
            }
        }
        items.Clear();
        if (failures is not null)
        {
            throw new BpfException(
                "Not everything could be taken out of the kernel: " + string.Join(" ", failures.ConvertAll(static f => f.Message)),
                failures.Count == 1 ? failures[0] : new AggregateException(failures));
        }
    }
}
