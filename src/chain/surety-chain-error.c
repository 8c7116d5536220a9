/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chain-error.h"

typedef struct
{
  GBytes *revert;
  GBytes *body;
  guint retry_after;
  guint status;
} SuretyChainErrorPrivate;

static void
surety_chain_error_private_init (SuretyChainErrorPrivate *priv)
{
  g_assert (priv != NULL);

  *priv = (SuretyChainErrorPrivate) { 0 };
}

static void
surety_chain_error_private_copy (const SuretyChainErrorPrivate *src, SuretyChainErrorPrivate *dest)
{
  g_assert (src != NULL && dest != NULL);

  dest->revert = src->revert != NULL ? g_bytes_ref (src->revert) : NULL;
  dest->body = src->body != NULL ? g_bytes_ref (src->body) : NULL;
  dest->retry_after = src->retry_after;
  dest->status = src->status;
}

static void
surety_chain_error_private_clear (SuretyChainErrorPrivate *priv)
{
  g_assert (priv != NULL);

  g_clear_pointer (&priv->revert, g_bytes_unref);
  g_clear_pointer (&priv->body, g_bytes_unref);
}

G_DEFINE_EXTENDED_ERROR (SuretyChainError, surety_chain_error)

static SuretyChainErrorPrivate *
peek (const GError *error)
{
  if (error == NULL || error->domain != SURETY_CHAIN_ERROR)
    return NULL;

  return surety_chain_error_get_private (error);
}

GBytes *
surety_chain_error_dup_revert (const GError *error)
{
  SuretyChainErrorPrivate *priv = peek (error);

  if (priv == NULL || error->code != SURETY_CHAIN_ERROR_REVERT)
    return NULL;
  if (priv->revert == NULL)
    return g_bytes_new (NULL, 0);

  return g_bytes_ref (priv->revert);
}

GError *
surety_chain_error_new_revert (const char *message, GBytes *data)
{
  GError *error = g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT, message);
  SuretyChainErrorPrivate *priv = peek (error);

  g_assert (priv != NULL);
  if (data != NULL)
    priv->revert = g_bytes_ref (data);

  return error;
}

guint
surety_chain_error_get_retry_after (const GError *error)
{
  const SuretyChainErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->retry_after : 0;
}

void
surety_chain_error_set_retry_after (GError *error, guint milliseconds)
{
  SuretyChainErrorPrivate *priv = peek (error);

  if (priv == NULL)
    g_return_if_reached ();

  priv->retry_after = milliseconds;
}

guint
surety_chain_error_get_status (const GError *error)
{
  const SuretyChainErrorPrivate *priv = peek (error);

  return priv != NULL ? priv->status : 0;
}

void
surety_chain_error_set_status (GError *error, guint status)
{
  SuretyChainErrorPrivate *priv = peek (error);

  if (priv == NULL)
    g_return_if_reached ();

  priv->status = status;
}

GBytes *
surety_chain_error_dup_body (const GError *error)
{
  const SuretyChainErrorPrivate *priv = peek (error);

  return priv != NULL && priv->body != NULL ? g_bytes_ref (priv->body) : NULL;
}

void
surety_chain_error_set_body (GError *error, GBytes *body)
{
  SuretyChainErrorPrivate *priv = peek (error);

  if (priv == NULL)
    g_return_if_reached ();

  g_clear_pointer (&priv->body, g_bytes_unref);
  priv->body = body != NULL ? g_bytes_ref (body) : NULL;
}
