using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>A ring buffer of records of one type.</summary>
internal sealed class RingBufferView<T>(RingBuffer ring, KernelMap map) : IRingBufferView<T>
    where T : unmanaged
{
    public string Name => map.Name;

    public uint MaxEntries => map.Shape.MaxEntries;

    public bool TryRead(out T record) => ring.TryRead(out record);

    public int ReadAvailable(RingBufferHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return ring.ReadAvailable(handler);
    }

    public RingBufferLease<T> Lease() => ring.Lease<T>();

    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            T record;
            try
            {
                if (!TryRead(out record))
                {
                    if (await ring.WaitAsync(cancellationToken).ConfigureAwait(false))
                        continue;
                    yield break;
                }
            }
            catch (ObjectDisposedException)
            {
                yield break;
            }
            yield return record;
        }
    }
}
